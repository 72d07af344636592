"""Two who decide at the same moment."""

import pytest

from accounts.people.choices import Role
from guidelines.moderation.choices import AppealOutcome, Measure
from guidelines.moderation.models import Ban, ModerationCase, ModerationDecision
from guidelines.moderation.operations import decide_appeal, decide_case, lift_ban, open_case
from guidelines.moderation.rules import AppealDecided, BanLifted, DecidedMeanwhile
from tests.factories.moderation import HANDLE, appeal, case, decided, ruling
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.register import sound_account
from tests.guidelines.policies.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db) -> Cast:
    return Cast()


def test_two_decide_at_once(people):
    """I4: one decision; whoever came second looks again."""
    post = case(sound_account(people), by=people.ada)
    wanted = [
        (people.ada, Measure.HIDE),
        (people.anton, Measure.BAN_TEMPORARY),
        (people.mara, Measure.DELETE),
    ]
    acts = [
        lambda by=by, measure=measure: decide_case(case=post, ruling=ruling(measure), seen=0, by=by)
        for by, measure in wanted
    ]
    results = together(acts)
    assert ModerationDecision.objects.count() == 1
    assert sum(isinstance(result, DecidedMeanwhile) for result in results) == 2
    assert Ban.objects.count() <= 1


def test_two_of_legal_decide_one_appeal(people):
    post = case(sound_account(people), by=people.ada)
    decided(post, by=people.ada)
    waiting = appeal(post, by=people.ada)
    legal = [EmployeeFactory(roles=[Role.LEGAL]) for _ in range(2)]
    results = together(
        [
            lambda by=by: decide_appeal(appeal=waiting, outcome=AppealOutcome.UPHELD, answer="No.", by=by)
            for by in legal
        ]
    )
    assert sum(isinstance(result, AppealDecided) for result in results) == 1


def test_a_ban_is_lifted_once(people):
    ban = decided(case(sound_account(people), by=people.ada), Measure.BAN_TEMPORARY, by=people.ada).ban
    results = together([lambda: lift_ban(ban=ban, note="", by=people.ada)] * 2)
    assert sum(isinstance(result, BanLifted) for result in results) == 1


def test_the_first_two_cases_of_an_author_share_a_pseudonym(people):
    """The key of the pseudonyms is made on first use, once."""
    account = sound_account(people)
    made = together(
        [lambda: open_case(case=ModerationCase(account=account, language="de"), author=HANDLE, by=people.ada)]
        * 4
    )
    assert len({one.author.pseudonym for one in made}) == 1
