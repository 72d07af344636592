"""Two incidents of the demo company: one that is over, and one that somebody reported this morning."""

from typing import Any

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

REVIEW, STORM = "https://reviews.example/werkstatt/4711", "https://social.example/posts/90210"


def events() -> list[tuple[float, Any, tuple[Any, ...]]]:
    """In the shape of the story: days ago, act, arguments."""
    return [
        (
            9.2,
            _report,
            ("ben", "review", REVIEW, "Hier steht, wir hätten Bremsen nie geprüft. Das stimmt nicht."),
        ),
        (9.15, _start, (REVIEW, 1, "Eine Bewertung, sachlich falsch, noch kein Echo")),
        (
            9.1,
            _note,
            (REVIEW, "Das Prüfprotokoll liegt vor. Die Bewertung nennt einen Tag, an dem geschlossen war."),
        ),
        (7.5, _finish, (REVIEW, "Die Plattform hat die Bewertung gelöscht. Danke für den Hinweis!")),
        (
            0.16,
            _report,
            ("amira", "criticism", STORM, "More and more comments about the delayed deliveries."),
        ),
        (0.14, _report, ("ben", "criticism", f"{STORM}?utm_source=mail", "Das wird gerade überall geteilt.")),
        (0.13, _start, (STORM, 2, "Rund 40 kritische Kommentare in einer Stunde")),
        (
            0.1,
            _note,
            (STORM, "Der erste Beitrag stammt von einem Kunden, dessen Lieferung drei Wochen zu spät kam."),
        ),
        (0.06, _raise, (STORM, 3, 1, "Über 200 Kommentare, ein Lokalsender fragt an")),
    ]


def _who(login_id: str) -> Employee:
    return Employee.objects.get(login_id=login_id)


def _of(link: str) -> Incident:
    return Incident.objects.filter(reports__link=link).order_by("-pk")[0]


def _report(login_id: str, trouble: str, link: str, text: str) -> None:
    report(trouble=trouble, link=link, text=text, by=_who(login_id))


def _start(link: str, level: int, reason: str) -> None:
    """By the playbook that fits, if the company has released one."""
    incident = _of(link)
    work = next((one for one in reading.playbooks() if reading.fits(one, incident.trouble)), None)
    edition = work.current if work else None
    start_incident(incident=incident, edition=edition, social=level, media=0, reason=reason, by=_who("kaja"))


def _note(link: str, text: str) -> None:
    add_note(incident=_of(link), text=text, by=_who("kaja"))


def _raise(link: str, social: int, media: int, reason: str) -> None:
    incident = _of(link)
    newest = incident.levels.order_by("-pk")[0]
    facts = {"social": social, "media": media, "reason": reason}
    declare_level(incident=incident, base=newest.pk, by=_who("kaja"), **facts)


def _finish(link: str, answer: str) -> None:
    incident, kaja = _of(link), _who("kaja")
    for task in incident.tasks.filter(state=TaskState.OPEN):
        settle_task(task=task, state=TaskState.DONE, note="Erledigt, siehe Lagetagebuch.", by=kaja)
    change_status(incident=incident, status=Status.STABILISED, by=kaja)
    for one in incident.reports.all():
        answer_reporter(report=one, answer=answer, by=kaja)
    close_incident(incident=incident, reason="Die Bewertung ist gelöscht.", by=kaja)
