"""What the demo company moderates: a ban that ends tomorrow, an appeal, a late notice, a wrong review."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from guidelines.moderation.choices import Heard, Measure, ReviewFault
from guidelines.moderation.judging import Ruling
from guidelines.moderation.models import ModerationCase, Notice, ReviewCase
from guidelines.moderation.operations import (
    ask_author,
    decide_case,
    enter_notice,
    note_answer,
    note_told,
    open_case,
    open_review,
    receive_appeal,
    send_notice,
)

THREAT = "Ihr da am Empfang, ich weiß, wann ihr Feierabend habt."
INSULT = "Die Frau vom Kundendienst ist zu dumm zum Telefonieren."
CRITICISM = "Drei Wochen auf ein Ersatzteil gewartet. So verliert man Kunden, liebe Leute."


def events() -> list[tuple[float, Callable[..., None], tuple[Any, ...]]]:
    """How many days ago, what, and with which facts."""
    return [
        (16, _open, ("instagram", "sturmwind_84", THREAT)),
        (15.8, _ask, (THREAT, 3)),
        (12, _ban, (THREAT, 13)),
        (11.9, _tell, (THREAT,)),
        (9, _open, ("x", "leise.toene", INSULT)),
        (8.9, _ask, (INSULT, 2)),
        (8.2, _answer, (INSULT, "Das war im Ärger geschrieben, ich meinte niemanden persönlich.")),
        (7, _hide, (INSULT,)),
        (6.9, _tell, (INSULT,)),
        (3, _object, (INSULT, "Es war zugespitzt, aber eine Meinung über Ihren Service.")),
        (5, _told, ("x",)),
        (4, _wrong_review, ()),
        (1.2, _open, ("instagram", "kundin_aus_kiel", CRITICISM)),
    ]


def _anton() -> Employee:
    return Employee.objects.select_related("location").get(login_id="anton")


def _account(slug: str) -> CorporateAccount:
    return CorporateAccount.objects.select_related("platform").filter(platform__slug=slug).earliest("pk")


def _case(said: str) -> ModerationCase:
    return ModerationCase.objects.get(said=said)


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _open(slug: str, author: str, said: str) -> None:
    account = _account(slug)
    case = ModerationCase(
        account=account,
        said=said,
        language="de",
        is_criticism=said == CRITICISM,
        link=f"https://{slug}.example/p/{len(said)}",
        posted_on=timezone.localdate(),
    )
    open_case(case=case, author=author, by=_anton())


def _ask(said: str, days: int) -> None:
    ask_author(case=_case(said), until=_in(days), by=_anton())


def _answer(said: str, answer: str) -> None:
    note_answer(case=_case(said), answer=answer, by=_anton())


def _ban(said: str, days: int) -> None:
    ruling = Ruling(
        measure=Measure.BAN_TEMPORARY,
        facts="Der Beitrag droht Beschäftigten am Empfang und nennt ihre Zeiten. Er stand zweimal dort.",
        rule_words="Keine Drohungen, keine Beleidigungen",
        proportion="Nach dem Verbergen des ersten Beitrags kam derselbe noch einmal.",
        ban_last_day=_in(days),
    )
    decide_case(case=_case(said), ruling=ruling, seen=0, by=_anton())


def _hide(said: str) -> None:
    ruling = Ruling(
        measure=Measure.HIDE,
        facts="Der Beitrag setzt eine Mitarbeiterin herab und sagt zur Sache nichts.",
        rule_words="Keine Drohungen, keine Beleidigungen",
        proportion="Eine Antwort hätte die Herabsetzung stehen lassen.",
    )
    decide_case(case=_case(said), ruling=ruling, seen=0, by=_anton())


def _tell(said: str) -> None:
    decision = _case(said).decisions.get()
    note_told(decision=decision, how="Direktnachricht auf der Plattform", by=_anton())


def _object(said: str, grounds: str) -> None:
    receive_appeal(case=_case(said), grounds=grounds, by=_anton())


def _told(slug: str) -> None:
    notice = Notice(
        account=_account(slug),
        heard=Heard.MAIL,
        received_at=timezone.now(),
        what="Unter Ihrem Beitrag vom Montag steht mein voller Name mit Adresse. Bitte entfernen Sie das.",
    )
    enter_notice(notice=notice, sender="name@post.example", by=Employee.objects.get(login_id="amira"))


def _wrong_review() -> None:
    review = ReviewCase(
        channel="sternenhafen.example",
        fault=ReviewFault.UNTRUE,
        said="Bestellt im März, nie geliefert, Geld weg.",
        why="Zu Namen und Zeitraum gibt es keine Bestellung; die genannte Bestellnummer ist keine von uns.",
    )
    made = open_review(review=review, reviewer="Gast 2207", by=_anton())
    send_notice(
        review=made,
        notice="Guten Tag, die Bewertung „Bestellt im März …“ behauptet Unwahres. Eine Bestellung mit dieser "
        "Nummer gibt es nicht. Bitte prüfen und entfernen Sie sie und teilen Sie uns das Ergebnis mit.",
        sent_to="Meldeformular des Portals",
        until=_in(7),
        by=_anton(),
    )
