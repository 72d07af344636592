"""Two tabs, two approvers: what happens at the same moment."""

import pytest

from guidelines.editions import registry
from guidelines.editions.models import Edition, EditionProposal, Work
from guidelines.editions.operations.proposing import withdraw_proposal
from guidelines.editions.operations.releasing import release_edition
from guidelines.editions.operations.works import retire_work
from guidelines.editions.rules import ProposalNotPending, ProposalPending
from portal.audit.rules import RuleBroken
from portal.audit.verification import verify_trail
from tests.factories import editions
from tests.factories.people import Cast
from tests.guidelines.policies.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db) -> Cast:
    return Cast()


def test_two_approvers_release_one_edition(people):
    """K1: one of them is told that it is decided."""
    leaflet = editions.work()
    proposal = editions.propose(leaflet, by=people.edda)
    falk = people.falk
    results = together([lambda: release_edition(proposal=proposal, by=falk)] * 4)
    assert Edition.objects.count() == 1
    assert sum(isinstance(one, ProposalNotPending) for one in results) == 3
    assert verify_trail() is None


def test_two_editors_propose_once(people):
    leaflet = editions.work()
    edda = people.edda
    results = together([lambda: editions.propose(leaflet, by=edda)] * 4)
    assert EditionProposal.objects.count() == 1
    assert sum(isinstance(one, ProposalPending) for one in results) == 3


def test_withdrawn_and_released_at_once_is_one_of_both(people):
    leaflet = editions.work()
    proposal = editions.propose(leaflet, by=people.edda)
    edda, falk = people.edda, people.falk
    results = together(
        [
            lambda: withdraw_proposal(proposal=proposal, by=edda),
            lambda: release_edition(proposal=proposal, by=falk),
            lambda: retire_work(work=leaflet, by=falk),
        ]
    )
    proposal.refresh_from_db()
    assert Edition.objects.count() == (proposal.state == "released")
    assert any(isinstance(one, RuleBroken) for one in results)
    assert Work.objects.get().retired_at is not None
    assert registry.genre_named("leaflet")
