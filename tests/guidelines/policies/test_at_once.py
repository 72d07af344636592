"""Two tabs, two workers, two approvers: what happens at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.db.utils import OperationalError

from guidelines.policies.choices import ChangeClass, RequestState
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest, PolicyVersion
from guidelines.policies.operations import acknowledge, release_version, retire_policy
from guidelines.policies.rules import ProposalNotPending, TextChanged
from portal.audit.models import AuditEvent
from portal.audit.rules import RuleBroken
from portal.audit.verification import verify_trail
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.policies import propose, read, release, request_of

pytestmark = pytest.mark.django_db(transaction=True)
ATTEMPTS = 8


def together(acts: list[Callable[[], object]]) -> list[object]:
    """Run all `acts` at once, each with its own connection; returns what they returned or raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=30)
            return act()
        except (RuleBroken, OperationalError) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def people(transactional_db) -> Cast:
    return Cast()


def test_many_clicks_are_one_acknowledgement(people):
    """K7: eight workers at once write one row, and all get the same receipt."""
    _ = people.ben
    release(editor=people.edda, approver=people.falk)
    request = request_of(people.ben)
    seen = read(request)
    results = together(
        [lambda: acknowledge(request=request, read=seen, authenticated="x", by=people.ben)] * ATTEMPTS
    )
    assert Acknowledgement.objects.count() == 1
    assert set(results) == {Acknowledgement.objects.get()}
    assert AuditEvent.objects.filter(verb="acknowledgement.given").count() == 1


@pytest.mark.parametrize("change_class", list(ChangeClass))
def test_a_release_while_people_confirm_loses_nobody(people, change_class):
    """K2, K3: everybody either signed the old text or is asked for the new one; nothing deadlocks."""
    staff = [EmployeeFactory() for _ in range(6)]
    first = release(editor=people.edda, approver=people.falk)
    requests = {person.pk: request_of(person) for person in staff}
    proposal = propose(by=people.edda, policy=first.policy, change_class=change_class)

    def confirm(person):
        request = requests[person.pk]
        return lambda: acknowledge(request=request, read=read(request), authenticated="x", by=person)

    results = together(
        [*(confirm(person) for person in staff), lambda: release_version(proposal=proposal, by=people.falk)]
    )
    second = PolicyVersion.objects.latest("pk")
    assert second.policy == first.policy
    assert second != first
    assert not [result for result in results if isinstance(result, OperationalError)]
    for person, result in zip(staff, results, strict=False):
        states = list(
            AcknowledgementRequest.objects.of(person).order_by("pk").values_list("state", flat=True)
        )
        signed = not isinstance(result, TextChanged)
        if change_class == ChangeClass.MATERIAL:
            assert states == [
                RequestState.ACKNOWLEDGED if signed else RequestState.SUPERSEDED,
                RequestState.OPEN,
            ]
        else:
            assert states == [RequestState.ACKNOWLEDGED if signed else RequestState.OPEN]
    assert verify_trail() is None


def test_two_approvers_release_once(people):
    second = EmployeeFactory(roles=["approver"])
    proposal = propose(by=people.edda)
    results = together(
        [
            lambda: release_version(proposal=proposal, by=people.falk),
            lambda: release_version(proposal=proposal, by=second),
        ]
    )
    assert PolicyVersion.objects.count() == 1
    assert sum(isinstance(result, ProposalNotPending) for result in results) == 1


def test_releasing_and_retiring_at_once_do_not_deadlock(people):
    policy = release(editor=people.edda, approver=people.falk).policy
    proposal = propose(by=people.edda, policy=policy)
    results = together(
        [
            lambda: release_version(proposal=proposal, by=people.falk),
            lambda: retire_policy(policy=policy, by=people.falk),
        ]
    )
    assert not [result for result in results if isinstance(result, OperationalError)]
    policy.refresh_from_db()
    assert policy.retired_at
    assert not AcknowledgementRequest.objects.open().exists()


def test_people_joining_while_a_version_is_released_are_asked_once(people):
    """P1: however the two interleave, everybody employed is asked exactly once."""
    release(editor=people.edda, approver=people.falk)
    policy = PolicyVersion.objects.get().policy
    proposal = propose(by=people.edda, policy=policy)
    results = together([*[EmployeeFactory] * 4, lambda: release_version(proposal=proposal, by=people.falk)])
    assert not [result for result in results if isinstance(result, Exception)]
    newest = PolicyVersion.objects.latest("pk")
    open_now = AcknowledgementRequest.objects.open().filter(version=newest)
    assert open_now.count() == 6
    assert open_now.values("employee").distinct().count() == 6
