"""An incident of the demo company that is over and was looked back at; the one that runs is in `storm`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents import reading
from guidelines.incidents.choices import Status, TaskState
from guidelines.incidents.models import Incident
from guidelines.incidents.operations import (
    add_note,
    answer_reporter,
    change_status,
    close_incident,
    declare_level,
    report,
    settle_task,
    start_incident,
)
from guidelines.reviews.operations import (
    add_action,
    add_finding,
    close_review,
    leave_it,
    settle_action,
    write_review,
)
from guidelines.statements.operations import withdraw

NOTE = "Erledigt, siehe Lagetagebuch."
REVIEW = "https://reviews.example/werkstatt/4711"


def events() -> list[tuple[float, Any, tuple[Any, ...]]]:
    """In the shape of the story: days ago, act, arguments."""
    return [
        (
            9.2,
            _report,
            ("ben", "review", REVIEW, "Hier steht, wir hätten Bremsen nie geprüft. Das stimmt nicht."),
        ),
        (9.15, start, (REVIEW, 1, "Eine Bewertung, sachlich falsch, noch kein Echo")),
        (
            9.1,
            _note,
            (REVIEW, "Das Prüfprotokoll liegt vor. Die Bewertung nennt einen Tag, an dem geschlossen war."),
        ),
        (9.04, _work, (REVIEW, "lotta", "first")),
        (8.7, _work, (REVIEW, "leif", "assess")),
        (8.1, _work, (REVIEW, "anton", "act")),
        (7.5, _finish, (REVIEW, "Die Plattform hat die Bewertung gelöscht. Danke für den Hinweis!")),
        (6.5, _look_back, (REVIEW,)),
    ]


def who(login_id: str) -> Employee:
    return Employee.objects.get(login_id=login_id)


def _of(link: str) -> Incident:
    return Incident.objects.filter(reports__link=link).order_by("-pk")[0]


def _report(login_id: str, trouble: str, link: str, text: str) -> None:
    report(trouble=trouble, link=link, text=text, by=who(login_id))


def start(link: str, level: int, reason: str) -> None:
    """By the playbook that fits, if the company has released one."""
    incident = _of(link)
    work = next((one for one in reading.playbooks() if reading.fits(one, incident.trouble)), None)
    edition = work.current if work else None
    start_incident(incident=incident, edition=edition, social=level, media=0, reason=reason, by=who("kaja"))


def _note(link: str, text: str) -> None:
    add_note(incident=_of(link), text=text, by=who("kaja"))


def raise_level(link: str, social: int, media: int, reason: str) -> None:
    incident = _of(link)
    newest = incident.levels.order_by("-pk")[0]
    facts = {"social": social, "media": media, "reason": reason}
    declare_level(incident=incident, base=newest.pk, by=who("kaja"), **facts)


def _work(link: str, login_id: str, phase: str) -> None:
    for task in _of(link).tasks.filter(state=TaskState.OPEN, phase=phase):
        settle_task(
            task=task, state=TaskState.DONE, note=NOTE if task.needs_evidence else "", by=who(login_id)
        )


def _finish(link: str, answer: str) -> None:
    incident, kaja = _of(link), who("kaja")
    for task in incident.tasks.filter(state=TaskState.OPEN):
        settle_task(task=task, state=TaskState.DONE, note=NOTE, by=kaja)
    for line in incident.statements.under_way():
        withdraw(statement=line, note="Nicht gebraucht: darüber spricht niemand.", by=kaja)
    change_status(incident=incident, status=Status.STABILISED, by=kaja)
    for one in incident.reports.all():
        answer_reporter(report=one, answer=answer, by=kaja)
    close_incident(incident=incident, reason="Die Bewertung ist gelöscht.", by=kaja)


def _look_back(link: str) -> None:
    """One finding led to a new line in a list, one still waits for somebody, one leads to nothing."""
    incident, kaja, lotta = _of(link), who("kaja"), who("lotta")
    review, today = incident.review, timezone.localdate()
    write_review(
        review=review,
        held_on=today,
        went_well="Das Prüfprotokoll lag nach zwanzig Minuten vor. Niemand hat öffentlich gestritten.",
        went_badly="Wir wussten nicht, an welche Stelle des Portals die Meldung gehört.",
        by=kaja,
    )
    found = "Die Adresse für Meldungen an das Portal fehlte in der Kontaktliste."
    contact = add_finding(review=review, text=found, by=kaja)
    entered = add_action(
        finding=contact, what="Adresse in die Kontaktliste eintragen", owner=lotta, due_on=today, by=kaja
    )
    settle_action(action=entered, is_done=True, note="Steht jetzt in der Kontaktliste.", by=lotta)
    late = add_finding(review=review, text="Die Bewertung stand vier Tage da, bis sie jemand sah.", by=lotta)
    watch = "Bewertungsportale einmal am Tag ansehen"
    add_action(finding=late, what=watch, owner=who("emil"), due_on=today + timedelta(days=21), by=kaja)
    luck = add_finding(review=review, text="Es war Glück, dass an dem Tag geschlossen war.", by=who("leif"))
    leave_it(finding=luck, reason="Öffnungszeiten sind kein Beweis, auf den wir bauen.", by=kaja)
    close_review(review=review, by=kaja)
