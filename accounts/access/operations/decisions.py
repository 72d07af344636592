"""What becomes of a request: decided, asked back, withdrawn, expired, closed."""

from django.utils import timezone

from accounts.access import emails
from accounts.access.choices import UNDECIDED, ConsentState, RequestState
from accounts.access.models import (
    AccessGrant,
    AccessRequest,
    PrivateAccountConsent,
    RequestDecision,
    RequestNote,
)
from accounts.access.operations.consents import end_consent
from accounts.access.operations.grants import begin_grant
from accounts.access.permissions import approver_for, may_have_decided
from accounts.access.rules import (
    CannotHaveAccess,
    DecidedAlready,
    DecidedBefore,
    NeverOwnApproval,
    NotAnApprover,
    NotYours,
)
from accounts.people.models import Employee
from accounts.register.choices import RouteKind
from portal.audit.trail import operation, record

MOST_AT_ONCE = 200


@operation(refused="access.refused")
def decide_request(*, request: AccessRequest, approves: bool, note: str, by: Employee) -> AccessRequest:
    """Say yes or no. One no denies; the last yes that the rules ask for starts the access (A2, A7).

    A departure that waits for a person has not closed their requests yet; nobody lets them in meanwhile.
    Raises `DecidedAlready`, `DecidedBefore`, `NeverOwnApproval`, `NotAnApprover`, `CannotHaveAccess`.
    """
    person = Employee.objects.held().get(pk=request.person_id)
    request = _undecided(request)
    if by.pk in (request.person_id, request.requested_by_id):
        raise NeverOwnApproval
    approver = approver_for(by, request)
    if approver is None:
        raise DecidedBefore if may_have_decided(by, request) else NotAnApprover
    if approves and not person.is_active:
        raise CannotHaveAccess
    RequestDecision.objects.create(
        request=request,
        approves=approves,
        note=note,
        decided_by=by,
        in_place_of=approver.in_place_of,
        decided_at=timezone.now(),
    )
    record("access.approved" if approves else "access.denied", by=by, obj=request)
    if not approves:
        return close_request(request, RequestState.DENIED)
    if request.decisions.count() < request.policy.approvals:
        request.state = RequestState.IN_REVIEW
        request.save(update_fields=["state"])
        return request
    close_request(request, RequestState.APPROVED)
    begin_grant(request=request, by=by)
    return request


@operation(refused="access.refused")
def ask_back(*, request: AccessRequest, text: str, by: Employee) -> AccessRequest:
    """Ask a question before deciding; the request waits for whoever asked."""
    request = _undecided(request)
    if approver_for(by, request) is None:
        raise NotAnApprover
    return _note(request, text, by, RequestState.INFO_NEEDED, "access.question_asked")


@operation(refused="access.refused")
def answer_back(*, request: AccessRequest, text: str, by: Employee) -> AccessRequest:
    """Answer a question; the request is back where it was."""
    request = _undecided(request)
    if by.pk not in (request.person_id, request.requested_by_id):
        raise NotYours
    approved = request.decisions.exists()
    state = RequestState.IN_REVIEW if approved else RequestState.SUBMITTED
    return _note(request, text, by, state, "access.question_answered")


@operation(refused="access.refused")
def withdraw_request(*, request: AccessRequest, by: Employee) -> AccessRequest:
    """Take a request back: who asked, or for whom it was."""
    request = _undecided(request)
    if by.pk not in (request.person_id, request.requested_by_id):
        raise NotYours
    record("access.withdrawn", by=by, obj=request)
    return close_request(request, RequestState.WITHDRAWN)


@operation
def expire_request(*, request: AccessRequest) -> None:
    """Nobody answered in time."""
    found = AccessRequest.objects.select_for_update(of=("self",), no_key=True).with_parts().get(pk=request.pk)
    if found.is_undecided:
        record("access.request_expired", by=None, obj=found)
        close_request(found, RequestState.EXPIRED)


def close_requests_of(person: Employee) -> None:
    """Whoever left asks for nothing any more."""
    waiting = AccessRequest.objects.undecided().of(person).select_for_update(of=("self",), no_key=True)
    for request in waiting.with_parts().order_by("pk"):
        record("access.closed_leaver", by=None, obj=request)
        close_request(request, RequestState.CLOSED_LEAVER, tell=False)


def _undecided(request: AccessRequest) -> AccessRequest:
    locked = AccessRequest.objects.select_for_update(of=("self",), no_key=True).with_parts()
    found = locked.get(pk=request.pk)
    if found.state not in UNDECIDED:
        raise DecidedAlready
    return found


def close_request(request: AccessRequest, state: RequestState, *, tell: bool = True) -> AccessRequest:
    request.state, request.closed_at = state, timezone.now()
    request.save(update_fields=["state", "closed_at"])
    has_it = AccessGrant.objects.running().filter(person=request.person, route=request.route).exists()
    if state != RequestState.APPROVED and not has_it:
        _drop_consent(request)
    if tell:
        emails.tell_decision(request)
    return request


def _drop_consent(request: AccessRequest) -> None:
    """What was offered for this request alone is not kept for another time."""
    if request.route.kind == RouteKind.VOLUNTEERED:
        given = PrivateAccountConsent.objects.given_by(request.person, request.route)
        locked = given.select_for_update(of=("self",), no_key=True)
        for consent in locked.select_related("route__account", "person"):
            end_consent(consent=consent, state=ConsentState.EXPIRED, by=None)


def _note(request: AccessRequest, text: str, by: Employee, state: RequestState, verb: str) -> AccessRequest:
    note = RequestNote.objects.create(request=request, text=text, written_by=by, written_at=timezone.now())
    request.state = state
    request.save(update_fields=["state"])
    record(verb, by=by, obj=request)
    emails.tell_note(request, note)
    return request
