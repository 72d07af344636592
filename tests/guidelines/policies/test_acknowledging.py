"""Answering a request."""

import pytest

from guidelines.policies.choices import (
    Answer,
    Cause,
    ChangeClass,
    Method,
    RequestState,
    ReservationOutcome,
    StatementKind,
)
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest, ReservationCase
from guidelines.policies.operations import (
    acknowledge,
    acknowledge_under_reservation,
    decline_consent,
    exempt,
    extend_deadline,
    settle_reservation,
    withdraw_consent,
)
from guidelines.policies.operations.acknowledging import Read
from guidelines.policies.rules import (
    DeadlineNotLater,
    NotForConsent,
    NotYourRequest,
    OnlyConsent,
    ReasonRequired,
    RequestNotOpen,
    TextChanged,
)
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.keys.commitments import commit
from tests.factories.policies import read, release, request_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast):
    """Ben, asked to confirm the social-media guideline."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    return request_of(cast.ben)


def confirm(request, by, **facts):
    return acknowledge(request=request, read=read(request), authenticated="password+totp", by=by, **facts)


def test_confirming_leaves_a_row_a_record_and_a_commitment(cast, asked):
    acknowledgement = confirm(asked, cast.ben)
    asked.refresh_from_db()
    assert asked.state == RequestState.ACKNOWLEDGED
    assert acknowledgement.method == Method.SELF
    record = acknowledgement.record
    assert record.statement in record.canonical
    assert record.subject["name"] == "Ben Öztürk"
    assert acknowledgement.commitment == commit(cast.ben.ref, record.canonical.encode())
    event = AuditEvent.objects.get(verb="acknowledgement.given")
    assert acknowledgement.commitment in event.canonical
    assert cast.ben.name not in event.canonical


def test_confirming_twice_is_one_acknowledgement(cast, asked):
    """K7: the second click gets the first one's receipt."""
    assert confirm(asked, cast.ben) == confirm(asked, cast.ben)
    assert Acknowledgement.objects.count() == 1


@pytest.mark.parametrize("change_class", list(ChangeClass))
def test_a_text_that_changed_meanwhile_is_not_confirmed(cast, asked, change_class):
    """K2: nothing is recorded, the person is asked to read the new version."""
    before = read(asked)
    release(editor=cast.edda, approver=cast.falk, policy=asked.policy, change_class=change_class)
    with pytest.raises(TextChanged):
        acknowledge(request=asked, read=before, authenticated="x", by=cast.ben)
    assert not Acknowledgement.objects.exists()
    assert AuditEvent.objects.filter(verb="acknowledgement.refused").exists()


def test_a_forged_hash_is_not_confirmed(cast, asked):
    """K2: rendition and hash belong together."""
    forged = Read(read(asked).rendition, "0" * 64)
    with pytest.raises(TextChanged):
        acknowledge(request=asked, read=forged, authenticated="x", by=cast.ben)


def test_nobody_confirms_for_somebody_else(cast, asked):
    with pytest.raises(NotYourRequest):
        confirm(asked, cast.hanna)


def test_under_reservation_is_a_case_for_hr(cast, asked):
    """K6: needs a reason, is neither confirmed nor refused, and ends in an outcome."""
    with pytest.raises(ReasonRequired):
        acknowledge_under_reservation(
            request=asked, read=read(asked), reason="  ", authenticated="x", by=cast.ben
        )
    acknowledgement = acknowledge_under_reservation(
        request=asked, read=read(asked), reason="Section 3 is unclear.", authenticated="x", by=cast.ben
    )
    asked.refresh_from_db()
    assert (asked.state, acknowledgement.answer) == (
        RequestState.UNDER_RESERVATION,
        Answer.UNDER_RESERVATION,
    )
    case = ReservationCase.objects.get()
    settle_reservation(case=case, outcome=ReservationOutcome.ASK_AGAIN, note="Explained.", by=cast.hanna)
    again = request_of(cast.ben)
    assert (again.cycle, again.cause, again.state) == (2, Cause.RESERVATION, RequestState.OPEN)


def test_a_reservation_reason_stays_out_of_the_trail(cast, asked):
    acknowledge_under_reservation(
        request=asked, read=read(asked), reason="My private reason", authenticated="x", by=cast.ben
    )
    assert not AuditEvent.objects.filter(canonical__contains="My private reason").exists()


def test_saying_no_to_a_consent_closes_it_and_keeps_nothing_else(cast):
    """K5: "no" closes neutrally; no acknowledgement exists."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk, statement_kind=StatementKind.CONSENT)
    request = request_of(cast.ben)
    decline_consent(request=request, by=cast.ben)
    request.refresh_from_db()
    assert request.state == RequestState.CLOSED
    assert not Acknowledgement.objects.exists()


def test_a_consent_can_be_withdrawn_and_a_receipt_cannot(cast, asked):
    """K5: withdrawing is recorded; a receipt cannot be taken back; nobody is asked again by itself."""
    receipt = confirm(asked, cast.ben)
    with pytest.raises(OnlyConsent):
        withdraw_consent(acknowledgement=receipt, by=cast.ben)
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    request = request_of(cast.ben)
    consent = confirm(request, cast.ben)
    withdrawal = withdraw_consent(acknowledgement=consent, by=cast.ben)
    assert withdraw_consent(acknowledgement=consent, by=cast.ben) == withdrawal
    request.refresh_from_db()
    assert (request.state, request.withdrawn_at) == (RequestState.WITHDRAWN, withdrawal.at)


def test_a_consent_takes_no_reservation_and_no_exemption(cast):
    """K5: a consent is free."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk, statement_kind=StatementKind.CONSENT)
    request = request_of(cast.ben)
    with pytest.raises(NotForConsent):
        acknowledge_under_reservation(
            request=request, read=read(request), reason="x", authenticated="x", by=cast.ben
        )
    with pytest.raises(NotForConsent):
        exempt(request=request, reason="x", by=cast.hanna)


def test_a_receipt_cannot_be_declined(cast, asked):
    with pytest.raises(OnlyConsent):
        decline_consent(request=asked, by=cast.ben)


def test_hr_exempts_with_a_reason(cast, asked):
    with pytest.raises(NotPermitted):
        exempt(request=asked, reason="x", by=cast.falk)
    with pytest.raises(ReasonRequired):
        exempt(request=asked, reason="", by=cast.hanna)
    exempt(request=asked, reason="Does not use any media.", by=cast.hanna)
    with pytest.raises(RequestNotOpen):
        confirm(asked, cast.ben)


def test_a_deadline_only_moves_back(cast, asked):
    with pytest.raises(DeadlineNotLater):
        extend_deadline(request=asked, to=asked.due_on, reason="x", by=cast.hanna)
    before = asked.due_on
    extend_deadline(request=asked, to=before.replace(year=before.year + 1), reason="Sick.", by=cast.hanna)
    asked.refresh_from_db()
    assert asked.due_on > before
    assert asked.extensions.get().from_day == before


def test_state_as_of_a_past_moment(cast, asked):
    signed = confirm(asked, cast.ben)
    before, after = asked.asked_at, signed.at
    states = [
        AcknowledgementRequest.objects.as_of(moment).get(pk=asked.pk).state_then for moment in (before, after)
    ]
    assert states == [RequestState.OPEN, RequestState.ACKNOWLEDGED]
