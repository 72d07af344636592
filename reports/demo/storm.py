"""The incident that runs at the demo company. It began an hour before the company was founded and is dated by
the minute, so that it is fresh on every day of the week and at any time of day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.register.models import Platform
from guidelines.alarms.choices import AnsweredBy
from guidelines.alarms.models import Alarm
from guidelines.alarms.operations import answer
from guidelines.incidents.choices import FreezeState, TaskState
from guidelines.incidents.models import Incident
from guidelines.incidents.operations import add_note, pin_entry, report, settle_task, take_role
from guidelines.incidents.operations.decisions import decide
from guidelines.incidents.operations.evidence import add_evidence
from guidelines.incidents.operations.freezing import settle_platform
from guidelines.incidents.operations.metrics import note_figures
from guidelines.incidents.samples import Sample
from guidelines.playbooks.choices import TemplateKind
from guidelines.statements.operations import approve, draft_own, fill_in, mark_published, submit
from reports.demo.incidents import NOTE, raise_level, start, who

STORM = "https://social.example/posts/90210"
WORDS = (
    "Seit drei Wochen warte ich auf meine Lieferung, und am Telefon sagt mir niemand etwas. "
    "Geht es anderen auch so?"
)
FACTS = (
    "Sicher ist: Ein Lager stand zehn Tage lang still, rund 300 Lieferungen kommen später. Alle Betroffenen "
    "bekommen heute eine Nachricht mit ihrem neuen Termin."
)
SORRY = (
    "Das hätten wir früher sagen müssen, es tut uns leid. Wer nicht warten kann, bekommt sein Geld zurück."
)
BEGAN = 75
Event = tuple[float, Callable[..., None], tuple[Any, ...]]


def events() -> list[Event]:
    """How many minutes before the company was founded, what, and with which facts."""
    return [
        (BEGAN, _report, ("amira", STORM, "More and more comments about the delayed deliveries.")),
        (72, _report, ("ben", f"{STORM}?utm_source=mail", "Das wird gerade überall geteilt.")),
        (70, _has_it, ("", "kaja")),
        (68, start, (STORM, 2, "Rund 40 kritische Kommentare in einer Stunde")),
        (66, _takes, ("community", "lotta")),
        (64, _takes, ("channel-owner", "anton")),
        (63, _note, ("kaja", "Am Anfang steht ein Kunde, dessen Lieferung drei Wochen zu spät kam.")),
        (60, _holding_line, ("den verspäteten Lieferungen",)),
        (58, _keep, ()),
        (57, _settle, ("lotta", "keep-evidence", "read-queue")),
        (56, _settle, ("kaja", "fill-roles", "scope")),
        (50, _measure, ((120, 3, 60), (105, 9, 65), (90, 21, 70), (75, 44, 78), (60, 58, 81))),
        (28, raise_level, (STORM, 3, 1, "Über 200 Kommentare, ein Lokalsender fragt an")),
        (26, _takes, ("communications", "mara")),
        (25, _takes, ("legal", "leif")),
        (24, _halt, ()),
        (23, _settle, ("anton", "halt-posts", "prepare-resume")),
        (22, _decide, ()),
        (20, _settle, ("leif", "special-cases")),
        (18, _say, ("kaja", FACTS, "mara")),
        (16, _settle, ("mara", "holding-line", "sure-facts", "keep-rhythm")),
        (14, _settle, ("lotta", "point-there", "answer-people")),
        (10, _measure, ((45, 96, 83), (30, 143, 80), (15, 118, 74))),
        (4, _say, ("lotta", SORRY, "")),
    ]


def _storm() -> Incident:
    return Incident.objects.filter(reports__link=STORM).latest("pk")


def _report(login_id: str, link: str, text: str) -> None:
    report(trouble="criticism", link=link, text=text, by=who(login_id))


def _has_it(role: str, login_id: str) -> None:
    answer(alarm=Alarm.objects.get(incident=_storm(), role=role), by=who(login_id), how=AnsweredBy.LINK)


def _takes(role: str, login_id: str) -> None:
    _has_it(role, login_id)
    take_role(incident=_storm(), role=role, by=who(login_id))


def _note(login_id: str, text: str) -> None:
    pin_entry(entry=add_note(incident=_storm(), text=text, by=who(login_id)), by=who(login_id))


def _settle(login_id: str, *keys: str) -> None:
    """In the order in which they were due; a playbook of the company's own may not have them all."""
    storm = _storm()
    for task in storm.tasks.filter(state=TaskState.OPEN, key__in=keys).order_by("due_at", "pk"):
        shown = storm.evidence.first() if task.key == "keep-evidence" else None
        note = NOTE if task.needs_evidence and shown is None else ""
        settle_task(task=task, state=TaskState.DONE, note=note, evidence=shown, by=who(login_id))


def _keep() -> None:
    upload = SimpleUploadedFile("erster-beitrag.txt", f"{STORM}\n\n{WORDS}\n".encode(), "text/plain")
    about = "Der erste Beitrag im Wortlaut, abgeschrieben, bevor er gelöscht werden kann"
    add_evidence(incident=_storm(), upload=upload, about=about, by=who("lotta"))


def _measure(*lines: tuple[int, int, int]) -> None:
    """Lines of: how many minutes before the founding, mentions, per cent against us."""
    founded = _storm().opened_at + timedelta(minutes=BEGAN)
    samples = [
        Sample(founded - timedelta(minutes=minutes), "Beobachtung", mentions, negative)
        for minutes, mentions, negative in lines
    ]
    note_figures(incident=_storm(), samples=samples, by=who("lotta"))


def _halt() -> None:
    """Only one account had posts that were planned for today."""
    storm = _storm()
    for platform in Platform.objects.filter(pk__in=storm.frozen.values("account__platform")):
        is_planned = platform.slug == "instagram"
        state = FreezeState.FROZEN if is_planned else FreezeState.NONE_PLANNED
        settle_platform(incident=storm, platform=platform, state=state, by=who("anton"))


def _decide() -> None:
    decide(
        incident=_storm(),
        question="Antworten wir allen einzeln?",
        options=["Einzeln antworten", "Ein Beitrag, auf den alle verweisen"],
        chosen="Ein Beitrag, auf den alle verweisen",
        reason="200 Antworten schafft niemand bis heute Abend, und ein Stand an einer Stelle bleibt richtig.",
        by=who("kaja"),
    )


def _holding_line(topic: str) -> None:
    """The portal put it on the table; whoever leads fills it in, approves it and posts it."""
    kaja, line = who("kaja"), _storm().statements.get(kind=TemplateKind.HOLDING)
    wording = fill_in(statement=line, seen=1, values={"topic": topic}, by=kaja)
    submit(statement=line, seen=wording.number, by=kaja)
    approve(statement=line, seen=wording.number, by=kaja)
    mark_published(statement=line, seen=wording.number, link=f"{STORM}-antwort", by=who("lotta"))


def _say(writer: str, text: str, approver: str) -> None:
    """In words of one's own; without `approver` it still waits."""
    kind = TemplateKind.FACT if approver else TemplateKind.APOLOGY
    said = draft_own(incident=_storm(), kind=kind, language="de", text=text, by=who(writer))
    submit(statement=said, seen=1, by=who(writer))
    if approver:
        approve(statement=said, seen=1, by=who(approver))
        mark_published(statement=said, seen=1, link=f"{STORM}-stand", by=who(approver))
