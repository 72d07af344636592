"""Requests are decided by others than those who profit from them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.approving import approvers_for
from accounts.access.choices import ApproverGroup, LeaverState, RequestState
from accounts.access.models import AccessGrant, LeaverRun
from accounts.access.operations import (
    answer_back,
    ask_back,
    assign_access,
    decide_request,
    policy_for,
)
from accounts.access.rules import (
    CannotHaveAccess,
    DecidedAlready,
    DecidedBefore,
    NeverOwnApproval,
    NotAnApprover,
    NotYours,
)
from accounts.people.choices import Role
from accounts.people.models import Absence, Employee
from accounts.people.operations import give_role, leave
from accounts.register.operations import hand_over
from portal.audit.models import AuditEvent
from portal.mail.models import Message
from tests.factories.access import asked, rules, wish
from tests.factories.people import EmployeeFactory
from tests.factories.register import sound_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(cast):
    """Ada owns it, Mara stands in; work logins are invited to a role."""
    return sound_account(cast)


@pytest.fixture
def way(channel):
    return channel.routes.get()


def away(person: Employee) -> None:
    today = timezone.localdate()
    Absence.objects.create(employee=person, first_day=today, last_day=today + timedelta(days=3))


def yes(request, by):
    return decide_request(request=request, approves=True, note="", by=by)


@pytest.mark.parametrize("who", ["ben", "cleo", "hanna", "ines", "edda", "falk"])
def test_others_decide_nothing(cast, way, who):
    """A2: only the approvers that the rules name decide, whatever else somebody may."""
    beneficiary = EmployeeFactory()
    request = asked(way, by=beneficiary)
    with pytest.raises(NotAnApprover):
        yes(request, getattr(cast, who))
    assert AuditEvent.objects.filter(verb="access.refused").count() == 1


def test_nobody_approves_their_own_request(cast, way):
    """A2: the owner who asks for herself does not decide, her deputy at work does not either."""
    request = asked(way, by=cast.ada)
    with pytest.raises(NeverOwnApproval):
        yes(request, cast.ada)
    assert yes(request, cast.mara).state == RequestState.APPROVED


def test_who_stands_in_for_the_requester_does_not_decide(cast, way):
    """A2: delegates of requester and beneficiary never approve."""
    cast.ben.deputy = cast.ada
    cast.ben.save()
    request = asked(way, by=cast.ben)
    with pytest.raises(NotAnApprover):
        yes(request, cast.ada)
    assert yes(request, cast.mara).state == RequestState.APPROVED


def test_assigning_does_not_approve(cast, way):
    """A2: the account admin who assigns does not decide, nor does the person it is for; a third does."""
    give_role(person=cast.ben, role=Role.ACCOUNT_ADMIN, by=None)
    (request,) = assign_access(routes=[way], people=[cast.ben], wish=wish(way), by=cast.anton)
    for party in (cast.anton, cast.ben):
        with pytest.raises(NeverOwnApproval):
            yes(request, party)
    assert request.is_on_behalf
    assert yes(request, cast.ada).state == RequestState.APPROVED


def test_a_second_role_and_a_group_help_nobody_past_the_rule(cast, way):
    """A2: whoever becomes owner or account admin after asking still does not decide."""
    request = asked(way, by=cast.ben)
    give_role(person=cast.ben, role=Role.ACCOUNT_ADMIN, by=None)
    hand_over(account=way.account, owner=cast.ben, deputy=cast.mara, by=cast.anton)
    with pytest.raises(NeverOwnApproval):
        yes(request, cast.ben)


def test_rules_edited_meanwhile_change_nothing_for_what_waits(cast, channel, way):
    """A2: a request keeps the rules it was submitted under."""
    rules(channel, by=cast.anton, approvals=2)
    request = asked(way, by=cast.ben)
    rules(channel, by=cast.anton, approvals=1)
    assert yes(request, cast.ada).state == RequestState.IN_REVIEW
    assert not AccessGrant.objects.exists()
    assert yes(request, cast.mara).state == RequestState.APPROVED


def test_a_quorum_counts_people(cast, channel, way):
    """A2: twice the same voice, by the person or by whoever stands in for them, is one."""
    cast.ada.deputy = cast.falk
    cast.ada.save()
    rules(channel, by=cast.anton, approvals=2, approvers=ApproverGroup.ANSWERING)
    request = asked(way, by=cast.ben)
    yes(request, cast.ada)
    with pytest.raises(DecidedBefore):
        yes(request, cast.ada)
    away(cast.ada)
    with pytest.raises(DecidedBefore):
        yes(request, cast.falk)
    assert yes(request, cast.mara).state == RequestState.APPROVED


def test_a_deputy_decides_while_the_approver_is_away_and_not_otherwise(cast, channel, way):
    cast.ada.deputy = cast.falk
    cast.ada.save()
    request = asked(way, by=cast.ben)
    with pytest.raises(NotAnApprover):
        yes(request, cast.falk)
    away(cast.ada)
    yes(request, cast.falk)
    decision = request.decisions.get()
    assert (decision.decided_by, decision.in_place_of) == (cast.falk, cast.ada)


def test_one_no_denies(cast, channel, way):
    rules(channel, by=cast.anton, approvals=2)
    request = asked(way, by=cast.ben)
    yes(request, cast.ada)
    denied = decide_request(request=request, approves=False, note="Not now", by=cast.mara)
    assert denied.state == RequestState.DENIED
    with pytest.raises(DecidedAlready):
        yes(request, cast.anton)
    assert not AccessGrant.objects.exists()
    assert Message.objects.filter(kind="access.request_decided", recipient_ref=cast.ben.ref).count() == 1


def test_a_question_goes_back_and_forth(cast, way):
    request = asked(way, by=cast.ben)
    with pytest.raises(NotAnApprover):
        ask_back(request=request, text="?", by=cast.falk)
    asked_back = ask_back(request=request, text="Which campaign?", by=cast.ada)
    assert asked_back.state == RequestState.INFO_NEEDED
    with pytest.raises(NotYours):
        answer_back(request=request, text="…", by=cast.edda)
    assert answer_back(request=request, text="Spring", by=cast.ben).state == RequestState.SUBMITTED
    assert [note.text for note in request.notes.order_by("pk")] == ["Which campaign?", "Spring"]
    assert Message.objects.filter(kind="access.request_note", recipient_ref=cast.ben.ref).count() == 1


def test_approvers_are_told_with_the_reason_in_view(cast, way):
    _ = cast.anton
    asked(way, by=cast.ben, reason="Messe am Samstag")
    told = Message.objects.filter(kind="access.request_waiting")
    assert {message.recipient_ref for message in told} == {cast.ada.ref, cast.mara.ref, cast.anton.ref}
    assert all(message.context["reason"] == "Messe am Samstag" for message in told)


def test_approvers_without_anybody_barred(cast, channel):
    people = {one.person for one in approvers_for(channel, policy_for(channel), (), timezone.localdate())}
    assert {cast.ada, cast.mara} <= people


def test_nobody_is_let_in_while_their_departure_waits(cast, way, settings):
    """A1: beyond the threshold the requests stay open until somebody has looked; a no is still a no."""
    settings.ACCESS_LEAVERS_PER_HOUR = 0
    request = asked(way, by=cast.ben)
    leave(person=cast.ben, on=timezone.localdate(), by=cast.hanna)
    assert LeaverRun.objects.get().state == LeaverState.HELD
    with pytest.raises(CannotHaveAccess):
        decide_request(request=request, approves=True, note="", by=cast.ada)
    assert not AccessGrant.objects.exists()
    assert decide_request(request=request, approves=False, note="", by=cast.ada).state == RequestState.DENIED
