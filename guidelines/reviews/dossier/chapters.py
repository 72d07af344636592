"""The chapters every dossier has; other rooms add theirs (`incidents.registry.dossier_part`)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.incidents.choices import TaskState
from guidelines.incidents.models import Incident
from guidelines.incidents.reading import reports_of, role_name, task_title
from guidelines.incidents.registry import DossierPart
from guidelines.playbooks.choices import Phase, Trouble
from guidelines.reviews.choices import ActionState
from guidelines.reviews.figures import first_response, time_in_level
from guidelines.reviews.models import Action, Finding, Review
from guidelines.statements.models import Statement

Rows = Iterator[Mapping[str, Any]]


def moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def name_of(person: Employee | None) -> str:
    return person.name if person else ""


def _reports(incident: Incident) -> Rows:
    for report in reports_of(incident).select_related("reported_by", "account__platform").order_by("pk"):
        yield {
            "at": moment(report.reported_at),
            "by": name_of(report.reported_by),
            "trouble": report.trouble,
            "is_sure": report.is_sure,
            "account": str(report.account) if report.account else "",
            "link": report.link,
            "text": report.text,
            "answer": report.answer,
        }


def _levels(incident: Incident) -> Rows:
    for change in incident.levels.select_related("declared_by"):
        yield {
            "at": moment(change.declared_at),
            "by": name_of(change.declared_by),
            "social": change.social,
            "media": change.media,
            "reason": change.reason,
        }


def _roles(incident: Incident) -> Rows:
    for taken in incident.roles.select_related("person").order_by("taken_at", "pk"):
        yield {
            "role": role_name(incident, taken.role),
            "by": name_of(taken.person),
            "from": moment(taken.taken_at),
            "until": moment(taken.ended_at),
            "note": taken.note,
        }


def _tasks(incident: Incident) -> Rows:
    for task in incident.tasks.select_related("assignee", "settled_by"):
        yield {
            "what": task_title(incident, task.key, task.title),
            "phase": task.phase,
            "role": role_name(incident, task.role) if task.role else "",
            "mandatory": task.is_mandatory,
            "due": moment(task.due_at),
            "state": task.state,
            "at": moment(task.settled_at),
            "by": name_of(task.settled_by),
            "note": task.note,
        }


def _figures(incident: Incident) -> Rows:
    """Seconds at each level, and from the first report to the first public word."""
    if incident.started_at is None:
        return
    levels = [(one.declared_at, max(one.social, one.media)) for one in incident.levels.all()]
    until = incident.ended_at or timezone.now()
    published = Statement.objects.filter(incident=incident).public().values_list("published_at", flat=True)
    response = first_response(incident.opened_at, list(published))
    yield {
        "first_response": int(response.total_seconds()) if response is not None else "",
        "levels": [
            {"level": level, "lasted": int(lasted.total_seconds())}
            for level, lasted in time_in_level(levels, until).items()
        ],
    }


def _review(incident: Incident) -> Rows:
    review = Review.objects.filter(incident=incident).first()
    if review is None:
        return
    yield {
        "held_on": review.held_on.isoformat() if review.held_on else "",
        "due_on": review.due_on.isoformat(),
        "went_well": review.went_well,
        "went_badly": review.went_badly,
        "findings": [_finding(one) for one in review.findings.prefetch_related("actions__owner")],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "text": finding.text,
        "no_action": finding.no_action,
        "actions": [_action(one) for one in finding.actions.all()],
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "what": action.what,
        "by": name_of(action.owner),
        "due_on": action.due_on.isoformat(),
        "state": action.state,
        "note": action.note,
    }


_AT = pgettext_lazy("dossier", "When")
_BY = pgettext_lazy("dossier", "Who")
_NOTE = pgettext_lazy("dossier", "Note")
_STATE = pgettext_lazy("dossier", "State")
_ROLE = pgettext_lazy("dossier", "Role")
_WHAT = pgettext_lazy("dossier", "What")

CHAPTERS = (
    DossierPart(
        "figures",
        pgettext_lazy("dossier", "Figures"),
        10,
        _figures,
        labels={
            "first_response": pgettext_lazy("dossier", "First public word after"),
            "levels": pgettext_lazy("dossier", "Time in levels"),
            "level": pgettext_lazy("dossier", "Level"),
            "lasted": pgettext_lazy("dossier", "Lasted"),
        },
        tables={"levels": (("level",), ("lasted",))},
    ),
    DossierPart(
        "report",
        pgettext_lazy("dossier", "Reports"),
        20,
        _reports,
        labels={
            "at": _AT,
            "by": _BY,
            "trouble": _WHAT,
            "account": pgettext_lazy("dossier", "Account"),
            "link": pgettext_lazy("dossier", "Link"),
            "text": pgettext_lazy("dossier", "Text"),
            "answer": pgettext_lazy("dossier", "Answer"),
        },
        words={"trouble": dict(Trouble.choices)},
    ),
    DossierPart(
        "level",
        pgettext_lazy("dossier", "Levels"),
        25,
        _levels,
        labels={
            "at": _AT,
            "by": _BY,
            "social": pgettext_lazy("dossier", "Social media"),
            "media": pgettext_lazy("dossier", "Press"),
            "reason": pgettext_lazy("dossier", "Reason"),
        },
        tables={"": (("at",), ("by",), ("social",), ("media",), ("reason",))},
    ),
    DossierPart(
        "role",
        pgettext_lazy("dossier", "Roles"),
        30,
        _roles,
        labels={
            "role": _ROLE,
            "by": _BY,
            "from": pgettext_lazy("dossier", "From"),
            "until": pgettext_lazy("dossier", "Until"),
            "note": _NOTE,
        },
        tables={"": (("role",), ("by",), ("from",), ("until",), ("note",))},
    ),
    DossierPart(
        "task",
        pgettext_lazy("dossier", "Tasks"),
        35,
        _tasks,
        labels={
            "what": _WHAT,
            "phase": pgettext_lazy("dossier", "Phase"),
            "role": _ROLE,
            "due": pgettext_lazy("dossier", "Due"),
            "state": _STATE,
            "at": _AT,
            "by": _BY,
            "note": _NOTE,
        },
        words={"phase": dict(Phase.choices), "state": dict(TaskState.choices)},
        tables={"": (("what", "phase", "role"), ("due",), ("state", "by", "at"), ("note",))},
    ),
    DossierPart(
        "review",
        pgettext_lazy("dossier", "Review"),
        90,
        _review,
        labels={
            "held_on": pgettext_lazy("dossier", "Held on"),
            "went_well": pgettext_lazy("dossier", "Went well"),
            "went_badly": pgettext_lazy("dossier", "Went badly"),
            "findings": pgettext_lazy("dossier", "Findings"),
            "text": pgettext_lazy("dossier", "Text"),
            "no_action": pgettext_lazy("dossier", "Nothing follows because"),
            "actions": pgettext_lazy("dossier", "Actions"),
            "what": _WHAT,
            "by": _BY,
            "due_on": pgettext_lazy("dossier", "Due"),
            "state": _STATE,
            "note": _NOTE,
        },
        words={"state": dict(ActionState.choices)},
        tables={"actions": (("what",), ("by",), ("due_on",), ("state", "note"))},
    ),
)
