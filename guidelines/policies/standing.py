"""Where a person stands with a guideline, in a few words. Pure: it looks at the request it is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest

SOON_DAYS = 7


@dataclass(frozen=True)
class Standing:
    """What a badge says. `request` is the one that is open, or the one that was answered last."""

    label: str
    tone: str = "neutral"
    icon: str = ""
    request: AcknowledgementRequest | None = None

    @property
    def is_open(self) -> bool:
        return self.request is not None and self.request.state == RequestState.OPEN

    @property
    def is_owed(self) -> bool:
        return self.is_open and self.request is not None and self.request.version.required


def deciding_request(requests: Iterable[AcknowledgementRequest]) -> AcknowledgementRequest | None:
    """Of one person's requests for one guideline, newest first, the one that says where they stand."""
    telling = [
        request for request in requests if request.state in SAYINGS or request.state == RequestState.OPEN
    ]
    is_open = (request for request in telling if request.state == RequestState.OPEN)
    return next(is_open, telling[0] if telling else None)


def standing_of(request: AcknowledgementRequest | None, today: date) -> Standing:
    """The standing that `request` means on the person's local day `today`."""
    if request is None:
        return Standing(_("for information"), icon="book-open")
    if request.state == RequestState.OPEN:
        return _open(request, today)
    return SAYINGS[RequestState(request.state)](request)


def is_overdue(request: AcknowledgementRequest, today: date) -> bool:
    return request.due_on is not None and request.due_on < today and request.paused_on is None


def _open(request: AcknowledgementRequest, today: date) -> Standing:
    if not request.version.required:
        return Standing(_("voluntary, not answered yet"), "info", "message-circle-question-mark", request)
    if request.paused_on or request.due_on is None:
        return Standing(_("open, paused while you are away"), "neutral", "pause", request)
    day = _day(request.due_on)
    if is_overdue(request, today):
        return Standing(_("overdue since %(day)s") % {"day": day}, "danger", "", request)
    tone = "warning" if (request.due_on - today).days <= SOON_DAYS else "info"
    return Standing(_("open until %(day)s") % {"day": day}, tone, "clock", request)


def _acknowledged(request: AcknowledgementRequest) -> Standing:
    said = _("confirmed on %(day)s") if request.version.required else _("consent given on %(day)s")
    return Standing(said % {"day": _moment(request.closed_at)}, "success", "", request)


def _under_reservation(request: AcknowledgementRequest) -> Standing:
    label = _("under reservation since %(day)s") % {"day": _moment(request.closed_at)}
    return Standing(label, "warning", "", request)


def _withdrawn(request: AcknowledgementRequest) -> Standing:
    if request.withdrawn_at is None:
        return standing_of(None, date.min)
    label = _("consent withdrawn on %(day)s") % {"day": _moment(request.withdrawn_at)}
    return Standing(label, "neutral", "undo-2", request)


def _declined(request: AcknowledgementRequest) -> Standing:
    label = _("no consent, answered on %(day)s") % {"day": _moment(request.closed_at)}
    return Standing(label, "neutral", "", request)


def _exempt(request: AcknowledgementRequest) -> Standing:
    return Standing(_("you need not confirm this"), "neutral", "", request)


SAYINGS = {
    RequestState.ACKNOWLEDGED: _acknowledged,
    RequestState.UNDER_RESERVATION: _under_reservation,
    RequestState.WITHDRAWN: _withdrawn,
    RequestState.CLOSED: _declined,
    RequestState.EXEMPT: _exempt,
}


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _moment(at: datetime | None) -> str:
    return _day(timezone.localtime(at).date()) if at else ""
