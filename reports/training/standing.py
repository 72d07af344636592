"""How an assignment stands, in words for HR: a state, a tone and a day. Pure."""

from datetime import date, timedelta

from django.utils.translation import pgettext_lazy

from guidelines.policies.standing import SOON_DAYS
from reports.dashboards.standing import Standing
from reports.training.choices import TONES
from training.assignments.choices import AssignmentState
from training.assignments.models import Assignment

OVERDUE_LABEL = pgettext_lazy("assignment", "Overdue")
SOON_LABEL = pgettext_lazy("assignment", "Due soon")
PAUSED_LABEL = pgettext_lazy("assignment", "To do, paused")
EXPIRED_LABEL = pgettext_lazy("assignment", "Done, expired")


def last_soon_day(today: date) -> date:
    return today + timedelta(days=SOON_DAYS)


def standing_on(assignment: Assignment, today: date) -> Standing:
    """What its badge says today. One that is done needs its completion."""
    state = AssignmentState(assignment.state)
    if state == AssignmentState.DONE and _is_expired(assignment, today):
        return Standing(EXPIRED_LABEL, "warning", assignment.due_on, "calendar-clock")
    if state != AssignmentState.OPEN:
        return Standing(state.label, TONES.get(state, "neutral"), assignment.due_on)
    if assignment.paused_on is not None:
        return Standing(PAUSED_LABEL, "neutral", assignment.due_on, "pause")
    if assignment.due_on < today:
        return Standing(OVERDUE_LABEL, "danger", assignment.due_on)
    if assignment.due_on <= last_soon_day(today):
        return Standing(SOON_LABEL, "warning", assignment.due_on, "clock")
    return Standing(state.label, TONES[state], assignment.due_on, "clock")


def _is_expired(assignment: Assignment, today: date) -> bool:
    completion = getattr(assignment, "completion", None)
    return completion is not None and completion.valid_until is not None and completion.valid_until < today
