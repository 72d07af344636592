"""Access is asked for or assigned, and decided by others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.choices import ApproverGroup, GrantState, RequestState
from accounts.access.jobs import tidy
from accounts.access.models import AccessGrant, AccessRequest
from accounts.access.operations import (
    assign_access,
    decide_request,
    extend_grant,
    policy_for,
    submit_request,
    withdraw_request,
)
from accounts.access.operations.requests import MOST_AT_ONCE
from accounts.access.rules import (
    AccessedAlready,
    AccountNotInUse,
    CannotHaveAccess,
    DecidedAlready,
    EndsBeforeItStarts,
    HasEnded,
    InThePast,
    LongerThanAllowed,
    NobodyChosen,
    NobodyMayApprove,
    NotYours,
    OnlyByOwnAct,
    ReasonRequired,
    RouteNotUsable,
    TooMany,
)
from accounts.people.choices import Role
from accounts.people.models import Absence, Employee
from accounts.people.operations import take_role
from accounts.register.choices import RouteKind, Terms
from accounts.register.operations import close_account
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories.access import asked, granted, in_days, rules, wish
from tests.factories.people import EmployeeFactory
from tests.factories.register import route, sound_account

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


def test_an_employee_asks_and_the_owner_approves(cast, way):
    request = asked(way, by=cast.ben)
    assert yes(request, cast.ada).state == RequestState.APPROVED
    grant = AccessGrant.objects.get()
    assert (grant.person, grant.route, grant.state) == (cast.ben, way, GrantState.PENDING)


def test_a_request_nobody_may_decide_is_refused_and_says_who_can_help(cast, channel, way):
    """A3"""
    rules(channel, by=cast.anton, approvals=2, approvers=ApproverGroup.ANSWERING)
    with pytest.raises(NobodyMayApprove, match=cast.anton.name):
        asked(way, by=cast.ada)
    assert not AccessRequest.objects.exists()
    assert AuditEvent.objects.filter(verb="access.refused").count() == 1


def test_the_only_approver_is_the_requester(cast, channel, way):
    """A3: the sole account admin of a small firm asks, and nobody else may decide."""
    rules(channel, by=cast.anton, approvers=ApproverGroup.ADMINS)
    with pytest.raises(NobodyMayApprove):
        asked(way, by=cast.anton)
    with pytest.raises(NobodyMayApprove):
        assign_access(routes=[way], people=[cast.ben], wish=wish(way), by=cast.anton)
    second = EmployeeFactory(roles=[Role.ACCOUNT_ADMIN])
    request = asked(way, by=cast.anton)
    assert yes(request, second).state == RequestState.APPROVED
    take_role(person=second, role=Role.ACCOUNT_ADMIN, by=None)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"starts_on": -1}, InThePast),
        ({"starts_on": 5, "ends_on": 4}, EndsBeforeItStarts),
        ({"ends_on": 365}, LongerThanAllowed),
        ({"reason": "  "}, ReasonRequired),
    ],
)
def test_what_cannot_be_asked(cast, way, facts, refusal):
    facts = {name: in_days(value) if name.endswith("_on") else value for name, value in facts.items()}
    with pytest.raises(refusal):
        asked(way, by=cast.ben, **facts)


def test_the_longest_time_counts_both_days(cast, channel, way):
    rules(channel, by=cast.anton, longest_days=7)
    with pytest.raises(LongerThanAllowed):
        asked(way, by=cast.ben, days=7)
    assert asked(way, by=cast.ben, days=6).ends_on == in_days(6)


def test_nobody_asks_for_a_forbidden_or_closed_way(cast, channel, way):
    for kind, terms in ((RouteKind.SHARED, Terms.FORBIDDEN), (RouteKind.GHOST, Terms.ALLOWED)):
        with pytest.raises(RouteNotUsable):
            asked(route(channel, kind, by=cast.anton, terms=terms), by=cast.ben)
    close_account(account=channel, by=cast.anton)
    with pytest.raises(AccountNotInUse):
        asked(way, by=cast.ben)


def test_the_same_access_is_not_asked_for_twice(cast, way):
    request = asked(way, by=cast.ben)
    with pytest.raises(AccessedAlready):
        asked(way, by=cast.ben)
    yes(request, cast.ada)
    with pytest.raises(AccessedAlready):
        asked(way, by=cast.ben)


def test_people_who_cannot_sign_in_get_no_access(cast, way):
    with pytest.raises(CannotHaveAccess):
        assign_access(routes=[way], people=[cast.dirk], wish=wish(way), by=cast.anton)
    with pytest.raises(NotPermitted):
        submit_request(wish=wish(way), by=cast.dirk)


def test_several_people_on_several_accounts_at_once(cast, way):
    second = sound_account(cast, handle="@second").routes.get()
    people = [cast.ben, cast.edda, cast.ben]
    made = assign_access(routes=[way, second], people=people, wish=wish(way), by=cast.anton)
    assert {(one.person, one.route) for one in made} == {
        (person, one) for person in (cast.ben, cast.edda) for one in (way, second)
    }
    again = [cast.ben, cast.falk]
    assert len(assign_access(routes=[way], people=again, wish=wish(way), by=cast.anton)) == 1


def test_bulk_assignment_refuses_nothing_and_too_much(cast, way):
    with pytest.raises(NobodyChosen):
        assign_access(routes=[way], people=[], wish=wish(way), by=cast.anton)
    crowd = [Employee(pk=number) for number in range(10_001)]
    with pytest.raises(TooMany, match=str(MOST_AT_ONCE)):
        assign_access(routes=[way], people=crowd, wish=wish(way), by=cast.anton)
    assert not AccessRequest.objects.exists()


@pytest.mark.parametrize("who", ["ben", "ada", "hanna", "ines", "cleo"])
def test_only_account_admins_assign(cast, way, who):
    with pytest.raises(NotPermitted):
        assign_access(routes=[way], people=[cast.falk], wish=wish(way), by=getattr(cast, who))


def test_a_private_account_is_nobodys_to_assign(cast, channel, way):
    """A4"""
    private = route(channel, RouteKind.VOLUNTEERED, by=cast.anton)
    with pytest.raises(OnlyByOwnAct):
        assign_access(routes=[way, private], people=[cast.ben], wish=wish(way), by=cast.anton)
    assert not AccessRequest.objects.exists()


def test_a_request_is_withdrawn_by_its_parties_only(cast, way):
    request = asked(way, by=cast.ben)
    with pytest.raises(NotYours):
        withdraw_request(request=request, by=cast.ada)
    assert withdraw_request(request=request, by=cast.ben).state == RequestState.WITHDRAWN
    with pytest.raises(DecidedAlready):
        yes(request, cast.ada)


def test_what_nobody_answers_expires(cast, way):
    request = asked(way, by=cast.ben)
    AccessRequest.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    tidy(None)
    request.refresh_from_db()
    assert request.state == RequestState.EXPIRED
    assert Message.objects.filter(kind="access.request_decided", recipient_ref=cast.ben.ref).exists()


def test_an_extension_is_a_request_that_points_at_the_grant(cast, way):
    grant = granted(way, to=cast.ben, by=cast.ada, days=10)
    with pytest.raises(NotYours):
        extend_grant(grant=grant, ends_on=in_days(40), reason="More", by=cast.edda)
    request = extend_grant(grant=grant, ends_on=in_days(40), reason="More", by=cast.ben)
    assert request.extends == grant
    before = grant.ends_at
    yes(request, cast.mara)
    grant.refresh_from_db()
    assert grant.ends_at > before
    assert AccessGrant.objects.count() == 1


def test_an_extension_never_shortens_and_never_revives(cast, way):
    from accounts.access.operations import give_back

    grant = granted(way, to=cast.ben, by=cast.ada, days=40)
    until = grant.ends_at
    yes(extend_grant(grant=grant, ends_on=in_days(3), reason="x", by=cast.ben), cast.ada)
    grant.refresh_from_db()
    assert grant.ends_at == until
    give_back(grant=grant, by=cast.ben)
    with pytest.raises(HasEnded):
        extend_grant(grant=grant, ends_on=in_days(60), reason="x", by=cast.ben)


def test_the_rules_of_the_account_come_before_those_of_platform_and_company(cast, channel):
    _ = rules(None, by=cast.anton, longest_days=100)
    assert policy_for(channel).longest_days == 100
    from accounts.access.models import AccessPolicy
    from accounts.access.operations import set_policy

    set_policy(policy=AccessPolicy(platform=channel.platform, longest_days=50), by=cast.anton)
    assert policy_for(channel).longest_days == 50
    rules(channel, by=cast.anton, longest_days=20)
    assert policy_for(channel).longest_days == 20
    with pytest.raises(NotPermitted):
        rules(channel, by=cast.ada, longest_days=700)


def test_hostile_reasons_are_kept_as_they_are(cast, way):
    text = "=1+1 <script>alert(1)</script> \u202e" + "ä" * 1900
    assert AccessRequest.objects.get(pk=asked(way, by=cast.ben, reason=text).pk).reason == text
