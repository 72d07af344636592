"""Reading and answering: exactly one answer per request, to exactly the text that was read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.choices import Answer, Method, RequestState, StatementKind
from guidelines.policies.models import (
    Acknowledgement,
    AcknowledgementRecord,
    AcknowledgementRequest,
    ConsentWithdrawal,
    Rendition,
    ReservationCase,
)
from guidelines.policies.records import canonical_record, snapshot
from guidelines.policies.registry import tell_answered, tell_withdrawn
from guidelines.policies.rules import (
    NotForConsent,
    NotYourRequest,
    OnlyConsent,
    ReasonRequired,
    RequestNotOpen,
    TextChanged,
)
from portal.audit.chain import canonical_text, storable
from portal.audit.trail import operation, record
from portal.keys.commitments import commit


@dataclass(frozen=True)
class Read:
    """What the person had before them: the form posts both, and both must still be in force (K2)."""

    rendition: UUID
    sha256: str


@operation(refused="acknowledgement.refused")
def acknowledge(
    *,
    request: AcknowledgementRequest,
    read: Read,
    authenticated: str,
    by: Employee,
    method: Method = Method.SELF,
) -> Acknowledgement:
    """Confirm. A second click, tab or worker gets the first one's acknowledgement (K7).

    Raises `TextChanged` when what was read is no longer in force, `RequestNotOpen`, `NotYourRequest`.
    """
    request = _own(request, by)
    if request.state == RequestState.ACKNOWLEDGED and hasattr(request, "acknowledgement"):
        return request.acknowledgement
    rendition = readable_rendition(request, read)
    return answer(request, rendition, Answer.CONFIRMED, method=method, authenticated=authenticated, by=by)


@operation(refused="acknowledgement.refused")
def acknowledge_under_reservation(
    *,
    request: AcknowledgementRequest,
    read: Read,
    reason: str,
    authenticated: str,
    by: Employee,
    method: Method = Method.SELF,
) -> Acknowledgement:
    """Answer "under reservation": neither confirmed nor refused, and a case for HR (K6)."""
    request = _own(request, by)
    if request.state == RequestState.UNDER_RESERVATION:
        return request.acknowledgement
    if request.version.statement_kind == StatementKind.CONSENT:
        raise NotForConsent
    reason = storable(reason).strip()
    if not reason:
        raise ReasonRequired
    rendition = readable_rendition(request, read)
    acknowledgement = answer(
        request,
        rendition,
        Answer.UNDER_RESERVATION,
        method=method,
        authenticated=authenticated,
        by=by,
        reason=reason,
    )
    ReservationCase.objects.create(acknowledgement=acknowledgement, reason=reason)
    return acknowledgement


@operation(refused="acknowledgement.refused")
def decline_consent(*, request: AcknowledgementRequest, by: Employee) -> None:
    """ "No": the request is closed, neutrally, and nothing else is kept (K5)."""
    request = _own(request, by)
    if request.version.statement_kind != StatementKind.CONSENT:
        raise OnlyConsent
    if request.state == RequestState.CLOSED:
        return
    _require_open(request)
    _close(request, RequestState.CLOSED, timezone.now())
    record("request.closed", by=by, obj=request)


@operation(refused="acknowledgement.refused")
def withdraw_consent(*, acknowledgement: Acknowledgement, by: Employee) -> ConsentWithdrawal:
    """Take a consent back. Takes effect at once; what was done before stays lawful (K5)."""
    if acknowledgement.employee_id != by.pk:
        raise NotYourRequest
    request = locked_request(acknowledgement.request)
    if acknowledgement.statement_kind != StatementKind.CONSENT:
        raise OnlyConsent
    existing = ConsentWithdrawal.objects.filter(acknowledgement=acknowledgement).first()
    if existing is not None:
        return existing
    now = timezone.now()
    message = canonical_text(
        {
            "withdraws": str(acknowledgement.ref),
            "commitment": acknowledgement.commitment,
            "at": now.isoformat(),
        }
    )
    withdrawal = ConsentWithdrawal.objects.create(
        acknowledgement=acknowledgement, at=now, commitment=commit(by.ref, message.encode())
    )
    request.state, request.withdrawn_at = RequestState.WITHDRAWN, now
    request.save(update_fields=["state", "withdrawn_at"])
    record("consent.withdrawn", by=by, obj=acknowledgement, details={"commitment": withdrawal.commitment})
    tell_withdrawn(acknowledgement)
    return withdrawal


def answer(
    request: AcknowledgementRequest,
    rendition: Rendition,
    given: Answer,
    *,
    method: Method,
    authenticated: str,
    by: Employee,
    reason: str = "",
    paper: dict[str, str] | None = None,
) -> Acknowledgement:
    """Write the acknowledgement, its readable record and its commitment; close the request."""
    _require_open(request)
    acknowledgement = Acknowledgement(
        request=request,
        policy=request.policy,
        version=rendition.version,
        rendition=rendition,
        rendition_sha256=rendition.sha256,
        employee=request.employee,
        actor=by,
        answer=given,
        statement_kind=rendition.version.statement_kind,
        method=method,
        at=timezone.now(),
    )
    _commit(acknowledgement, authenticated=authenticated, reason=reason, paper=paper)
    confirmed = given == Answer.CONFIRMED
    state = RequestState.ACKNOWLEDGED if confirmed else RequestState.UNDER_RESERVATION
    _close(request, state, acknowledgement.at)
    _note(acknowledgement)
    tell_answered(acknowledgement)
    return acknowledgement


def _commit(
    acknowledgement: Acknowledgement, *, authenticated: str, reason: str, paper: dict[str, str] | None
) -> None:
    """Store the row with its commitment, and beside it what a person can read of it (K11)."""
    statement = acknowledgement.rendition.statement
    canonical = canonical_record(
        acknowledgement, statement=statement, authenticated=authenticated, reason=reason, paper=paper
    )
    acknowledgement.commitment = commit(acknowledgement.employee.ref, canonical.encode())
    acknowledgement.save()
    AcknowledgementRecord.objects.create(
        acknowledgement=acknowledgement,
        statement=statement,
        authenticated=authenticated,
        subject=snapshot(acknowledgement.employee),
        actor=snapshot(acknowledgement.actor),
        canonical=canonical,
    )


def _note(acknowledgement: Acknowledgement) -> None:
    by, subject = acknowledgement.actor, acknowledgement.employee
    record(
        "acknowledgement.given",
        by=by,
        on_behalf_of=subject if by.pk != subject.pk else None,
        obj=acknowledgement,
        details={
            "answer": acknowledgement.answer,
            "method": acknowledgement.method,
            "rendition": str(acknowledgement.rendition.ref),
            "commitment": acknowledgement.commitment,
        },
    )


def locked_request(request: AcknowledgementRequest) -> AcknowledgementRequest:
    """The request as it is now, locked against every other answer."""
    AcknowledgementRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    return AcknowledgementRequest.objects.select_related(
        "policy",
        "version__policy",
        "version__approved_by",
        "employee__department",
        "employee__entity",
        "employee__location",
    ).get(pk=request.pk)


def readable_rendition(request: AcknowledgementRequest, read: Read) -> Rendition:
    """The rendition that was read, if it is still the one in force for this request (K2)."""
    if request.state == RequestState.SUPERSEDED:
        raise TextChanged
    _require_open(request)
    rendition = (
        Rendition.objects.select_related("version__policy", "version__approved_by")
        .filter(ref=read.rendition, sha256=read.sha256, version_id=request.version_id)
        .first()
    )
    if rendition is None or request.policy.current_id != request.version_id:
        raise TextChanged
    return rendition


def _own(request: AcknowledgementRequest, by: Employee) -> AcknowledgementRequest:
    if request.employee_id != by.pk:
        raise NotYourRequest
    return locked_request(request)


def _require_open(request: AcknowledgementRequest) -> None:
    if request.state != RequestState.OPEN:
        raise RequestNotOpen


def _close(request: AcknowledgementRequest, state: RequestState, at: datetime) -> None:
    request.state, request.closed_at, request.paused_on = state, at, None
    request.save(update_fields=["state", "closed_at", "paused_on"])
