"""What a reporter hears: the status in plain words and the answer, and nothing of what is in the room."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.incidents.choices import Status
from guidelines.incidents.models import Incident, Report

WORDS: dict[str, Promise] = {
    Status.REPORTED: _("Your report has arrived, and the people on duty have been told."),
    Status.ASSESSING: _("Somebody is looking into it."),
    Status.ACTIVE: _("It is being worked on."),
    Status.STABILISED: _("It is being worked on, and it is calming down."),
    Status.CLOSED: _("It has been dealt with."),
    Status.CANCELLED: _("It was looked into, and nothing more needs to be done. It was right to report it."),
}
TONES = {
    Status.REPORTED: "info",
    Status.ASSESSING: "info",
    Status.ACTIVE: "warning",
    Status.STABILISED: "warning",
    Status.CLOSED: "success",
    Status.CANCELLED: "neutral",
}


@dataclass(frozen=True)
class Told:
    """One report as its sender sees it."""

    report: Report
    words: str | Promise
    tone: str
    is_open: bool
    may_enter: bool
    incident: Incident


def told_of(report: Report, person: Employee) -> Told:
    """Follows what was merged: the reporter sees how the other one goes on."""
    incident = report.incident.duplicate_of or report.incident
    inside = Incident.objects.visible_to(person).filter(pk=incident.pk).exists()
    status = Status(incident.status)
    return Told(report, WORDS[status], TONES[status], incident.is_open, inside, incident)
