"""How requests stand, in words for HR: a state, a tone and a day. Pure."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest
from guidelines.policies.standing import SOON_DAYS
from reports.dashboards.choices import TONES

OVERDUE_LABEL = pgettext_lazy("request", "Overdue")
PAUSED_LABEL = pgettext_lazy("request", "Open, paused")


@dataclass(frozen=True)
class Standing:
    """What a badge says; `due_on` is the due date that held at the time."""

    label: str | Promise
    tone: str
    due_on: date | None
    icon: str = ""


def standing_on(request: AcknowledgementRequest, day: date) -> Standing:
    """Where `request` stands on `day`; one that was read `as_of` a past day speaks of that day."""
    state = RequestState(getattr(request, "state_then", request.state))
    due_on = getattr(request, "due_then", request.due_on)
    if state != RequestState.OPEN:
        return Standing(state.label, TONES.get(state, "neutral"), due_on)
    if request.paused_on is not None and request.paused_on <= day:
        return Standing(PAUSED_LABEL, "neutral", due_on, "pause")
    if due_on is not None and due_on < day:
        return Standing(OVERDUE_LABEL, "danger", due_on)
    is_soon = due_on is not None and (due_on - day).days <= SOON_DAYS
    return Standing(state.label, "warning" if is_soon else "info", due_on, "clock")
