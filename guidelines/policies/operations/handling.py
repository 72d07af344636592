"""What HR does with requests: exempt, extend, settle a reservation. Each with a reason."""

from datetime import date

from django.utils import timezone

from accounts.people.calendar import next_working_day
from accounts.people.models import Employee
from guidelines.policies.choices import Cause, RequestState, ReservationOutcome
from guidelines.policies.models import AcknowledgementRequest, DeadlineExtension, ReservationCase
from guidelines.policies.operations.acknowledging import locked_request
from guidelines.policies.operations.asking import ask_again
from guidelines.policies.permissions import require_hr
from guidelines.policies.rules import (
    CaseSettled,
    DeadlineNotLater,
    NotForConsent,
    ReasonRequired,
    RequestNotOpen,
)
from portal.audit.chain import storable
from portal.audit.trail import operation, record


@operation(refused="request.refused")
def exempt(*, request: AcknowledgementRequest, reason: str, by: Employee) -> None:
    """Take the duty from somebody for this version, with a reason that stays on record."""
    require_hr(by, request.employee)
    request = _open_and_owed(request)
    request.state, request.closed_at, request.paused_on = RequestState.EXEMPT, timezone.now(), None
    request.exempt_reason = _reason(reason)
    request.save(update_fields=["state", "closed_at", "paused_on", "exempt_reason"])
    record("request.exempted", by=by, obj=request)


@operation(refused="request.refused")
def extend_deadline(*, request: AcknowledgementRequest, to: date, reason: str, by: Employee) -> None:
    """Give more time. A day off moves on to the next working day of the person's location."""
    require_hr(by, request.employee)
    request = _open_and_owed(request)
    assert request.due_on is not None
    new_day = next_working_day(to, request.location)
    if new_day <= request.due_on:
        raise DeadlineNotLater
    DeadlineExtension.objects.create(
        request=request,
        from_day=request.due_on,
        to_day=new_day,
        reason=_reason(reason),
        extended_by=by,
        extended_at=timezone.now(),
    )
    request.base_due_on = request.due_on = new_day
    request.save(update_fields=["base_due_on", "due_on"])
    record("request.extended", by=by, obj=request, details={"to": new_day.isoformat()})


@operation(refused="request.refused")
def settle_reservation(
    *, case: ReservationCase, outcome: ReservationOutcome, note: str, by: Employee
) -> None:
    """Bring a reservation to its outcome (K6). Asking again is a new cycle; the answer itself stays."""
    require_hr(by, case.acknowledgement.employee)
    case = ReservationCase.objects.select_for_update(no_key=True).get(pk=case.pk)
    if case.outcome:
        raise CaseSettled
    case.outcome, case.note = outcome, _reason(note)
    case.settled_by, case.settled_at = by, timezone.now()
    case.save()
    request = locked_request(case.acknowledgement.request)
    if outcome == ReservationOutcome.ASK_AGAIN:
        ask_again(policy=request.policy, only=request.employee, cause=Cause.RESERVATION)
    record("reservation.settled", by=by, obj=case, details={"outcome": outcome.value})


def _open_and_owed(request: AcknowledgementRequest) -> AcknowledgementRequest:
    request = locked_request(request)
    if request.state != RequestState.OPEN:
        raise RequestNotOpen
    if not request.version.required:
        raise NotForConsent
    return request


def _reason(text: str) -> str:
    reason = storable(text).strip()
    if not reason:
        raise ReasonRequired
    return reason
