"""A7: fifty at the same moment have exactly one effect, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.choices import ConsentState, EndReason, GrantState, RequestState, TaskKind
from accounts.access.jobs import tidy
from accounts.access.models import (
    AccessGrant,
    AccessRequest,
    PlatformTask,
    PrivateAccountConsent,
    RequestDecision,
)
from accounts.access.operations import (
    assign_access,
    attest_invitation,
    decide_request,
    give_back,
    revoke_grant,
    submit_request,
    use_grant,
    volunteer_account,
    withdraw_consent,
    withdraw_request,
)
from accounts.access.rules import (
    AccessedAlready,
    CannotHaveAccess,
    DecidedAlready,
    DecidedBefore,
    HasEnded,
    NotAnInvitation,
)
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import leave
from accounts.register.choices import RouteKind
from accounts.register.operations import close_route
from portal.audit.models import AuditEvent
from portal.audit.verification import verify_trail
from portal.mail.models import Message
from tests.factories.access import asked, granted, in_days, rules, wish
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.register import route, sound_account
from tests.faults.crowds import at_once, done, refusals

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 50


@pytest.fixture
def company(transactional_db) -> Cast:
    cast = Cast()
    _ = cast.ada, cast.mara, cast.anton, cast.ben, cast.edda, cast.falk, cast.hanna
    return cast


@pytest.fixture
def way(company):
    return sound_account(company).routes.get()


def admins(count: int) -> list[Employee]:
    return [EmployeeFactory(password=None, roles=[Role.ACCOUNT_ADMIN]) for _ in range(count)]


def approves(request: AccessRequest, by: Employee) -> Callable[[], object]:
    return lambda: decide_request(request=request, approves=True, note="", by=by)


def events(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


@pytest.mark.parametrize("quorum", [1, 2])
def test_fifty_approvals_of_one_request(company, way, quorum):
    """A7: as many voices as the rules ask for, and one grant."""
    rules(way.account, by=company.anton, approvals=quorum)
    crowd = admins(CROWD)
    request = asked(way, by=company.ben)
    results = at_once([approves(request, by) for by in crowd])
    assert len(done(results)) == quorum
    assert set(refusals(results)) == {DecidedAlready}
    assert RequestDecision.objects.count() == quorum
    assert AccessGrant.objects.get().person == company.ben
    assert (events("access.approved"), events("grant.begun")) == (quorum, 1)
    assert PlatformTask.objects.filter(kind=TaskKind.INVITE).count() == 1
    assert verify_trail() is None


def test_one_voice_is_one_voice_however_often_it_clicks(company, way):
    """A2, A7: fifty clicks of one approver are not two approvals."""
    rules(way.account, by=company.anton, approvals=2)
    request = asked(way, by=company.ben)
    results = at_once([approves(request, company.ada)] * CROWD)
    assert len(done(results)) == 1
    assert set(refusals(results)) == {DecidedBefore}
    assert AccessRequest.objects.get().state == RequestState.IN_REVIEW


def test_fifty_attestations(company, way):
    """A7, A9"""
    grant = granted(way, to=company.ben, by=company.ada, is_attested=False)
    acts = [lambda: attest_invitation(grant=grant, note="Seen", by=company.ben)] * (CROWD // 2)
    acts += [lambda: attest_invitation(grant=grant, note="Seen", by=company.anton)] * (CROWD // 2)
    results = at_once(acts)
    assert len(done(results)) == 1
    assert set(refusals(results)) == {NotAnInvitation}
    assert (events("grant.attested"), events("grant.active")) == (1, 1)
    assert Message.objects.filter(kind="access.grant_active").count() == 1


def test_fifty_activations(company, way):
    """A7: the moment has come, the holder clicks, and the job runs, all at once."""
    shared = route(way.account, RouteKind.SHARED, by=company.anton)
    grant = granted(shared, to=company.ben, by=company.ada, starts_on=in_days(2))
    AccessGrant.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    acts = [lambda: use_grant(grant=grant, by=company.ben)] * (CROWD - 5) + [lambda: tidy(None)] * 5
    assert not refusals(at_once(acts))
    assert AccessGrant.objects.get().state == GrantState.ACTIVE
    assert events("grant.active") == 1
    assert Message.objects.filter(kind="access.grant_active").count() == 1


def test_taken_back_and_approved_at_once(company, way):
    """A7: either it was taken back, and there is no access, or it was approved, and there is one."""
    crowd = admins(CROWD // 2)
    request = asked(way, by=company.ben)
    takes_back = [lambda: withdraw_request(request=request, by=company.ben)] * (CROWD // 2)
    results = at_once([*(approves(request, by) for by in crowd), *takes_back])
    assert len(done(results)) == 1
    state = AccessRequest.objects.get().state
    assert state in (RequestState.APPROVED, RequestState.WITHDRAWN)
    assert AccessGrant.objects.count() == (1 if state == RequestState.APPROVED else 0)


def test_a_consent_is_withdrawn_while_its_request_is_approved(company, way):
    """A4, A7: in whatever order, nobody can work over the private account afterwards."""
    private = route(way.account, RouteKind.VOLUNTEERED, by=company.anton)
    request = volunteer_account(wish=wish(private), language="de", by=company.ben)
    consent = PrivateAccountConsent.objects.get()
    crowd = admins(10)
    withdraws = [lambda: withdraw_consent(consent=consent, by=company.ben)] * 10
    results = at_once([*(approves(request, by) for by in crowd), *withdraws])
    assert 1 <= len(done(results)) <= 2
    assert PrivateAccountConsent.objects.get().state == ConsentState.WITHDRAWN
    assert not AccessGrant.objects.running().exists()
    assert not AccessRequest.objects.undecided().exists()
    assert events("private_account.ended") == 1


def test_a_consent_is_withdrawn_while_its_route_is_closed(company, way):
    """A7: rows are locked in one order, so neither waits for the other for ever."""
    private = route(way.account, RouteKind.VOLUNTEERED, by=company.anton)
    granted(private, to=company.ben, by=company.ada)
    consent = PrivateAccountConsent.objects.get()
    at_once(
        [
            lambda: withdraw_consent(consent=consent, by=company.ben),
            lambda: close_route(route=private, by=company.anton),
        ]
    )
    assert AccessGrant.objects.get().state == GrantState.ENDED
    assert events("grant.ended") == 1
    assert events("private_account.ended") == 1


def test_two_admins_assign_the_same_people(company, way):
    """A7: everybody once, and whom only one of them named is not lost."""
    other = admins(1)[0]
    first, second = [company.ben, company.edda], [company.edda, company.falk]
    facts = {"routes": [way], "wish": wish(way)}
    results = at_once(
        [
            lambda: assign_access(people=first, by=company.anton, **facts),
            lambda: assign_access(people=second, by=other, **facts),
        ]
    )
    assert not refusals(results)
    people = AccessRequest.objects.values_list("person", flat=True)
    assert sorted(people) == sorted(one.pk for one in (company.ben, company.edda, company.falk))


def test_two_admins_assign_on_the_same_accounts_the_other_way_round(company, way):
    """A7: the order in which they named the accounts does not matter."""
    other, second = admins(1)[0], sound_account(company, handle="@zweites").routes.get()
    results = at_once(
        [
            lambda: assign_access(
                routes=[way, second], people=[company.ben], wish=wish(way), by=company.anton
            ),
            lambda: assign_access(routes=[second, way], people=[company.edda], wish=wish(way), by=other),
        ]
    )
    assert not refusals(results)
    assert AccessRequest.objects.count() == 4


def test_fifty_clicks_on_send(company, way):
    """A7"""
    results = at_once([lambda: submit_request(wish=wish(way), by=company.ben)] * CROWD)
    assert len(done(results)) == 1
    assert set(refusals(results)) == {AccessedAlready}
    assert AccessRequest.objects.count() == 1


def test_given_back_and_revoked_at_once(company, way):
    """A7, A9: one end, one task to remove it."""
    grant = granted(way, to=company.ben, by=company.ada)
    acts = [
        lambda: give_back(grant=grant, by=company.ben),
        lambda: revoke_grant(grant=grant, by=company.anton),
    ]
    results = at_once(acts * 10)
    assert len(done(results)) == 1
    assert set(refusals(results)) == {HasEnded}
    assert AccessGrant.objects.get().end_reason in (EndReason.RETURNED, EndReason.REVOKED)
    assert PlatformTask.objects.filter(kind=TaskKind.REMOVE).count() == 1
    assert events("grant.ended") == 1


def test_somebody_leaves_while_they_are_assigned_and_approved(company, way):
    """A1, A7: in whatever order, nothing runs or waits for whoever left, and neither side waits for ever."""
    shared = route(way.account, RouteKind.SHARED, by=company.anton)
    request = asked(way, by=company.ben)
    acts = [lambda: leave(person=company.ben, on=timezone.localdate(), by=company.hanna)]
    acts += [approves(request, by) for by in admins(10)]
    for by in admins(10):
        acts.append(
            lambda by=by: assign_access(routes=[shared], people=[company.ben], wish=wish(shared), by=by)
        )
    results = at_once(acts)
    assert set(refusals(results)) <= {DecidedAlready, CannotHaveAccess, AccessedAlready}
    assert not AccessGrant.objects.running().exists()
    assert not AccessRequest.objects.undecided().exists()
