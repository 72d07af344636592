"""T1: any past day, after all that can happen to a person and a course."""

from datetime import date

import pytest

from accounts.people.operations import leave, move
from tests.factories.people import department
from tests.factories.training import do, new_version, require
from training.assignments.models import Completion
from training.assignments.operations import recertify, revoke_completion
from training.assignments.proof import proof_on
from training.courses.choices import Effect

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast, basics, time_machine):
    """Ben: three recertifications, a changed course, a move, a revocation, and leaving."""
    time_machine.move_to("2020-01-15T09:00:00Z", tick=False)
    _ = cast.ben
    requirement = require(basics, validity_months=12, window_days=60)
    found = {"first": do(cast.ben, basics)[0]}
    for name, day in (("second", "2021-01-04"), ("third", "2022-01-10"), ("fourth", "2023-01-13")):
        time_machine.move_to(f"{day}T09:00:00Z", tick=False)
        recertify(requirement=requirement, today=date.fromisoformat(day))
        found[name] = do(cast.ben, basics)[0]
    time_machine.move_to("2023-06-01T09:00:00Z", tick=False)
    new_version(basics, by=cast.edda, effect=Effect.END)
    move(person=cast.ben, department=department("IT"), by=cast.hanna)
    time_machine.move_to("2023-06-12T09:00:00Z", tick=False)
    found["changed"] = do(cast.ben, basics)[0]
    time_machine.move_to("2023-08-01T09:00:00Z", tick=False)
    cast.ben.refresh_from_db()
    revoke_completion(completion=found["changed"], reason="Wrong person", by=cast.hanna)
    time_machine.move_to("2023-09-01T09:00:00Z", tick=False)
    found["last"] = do(cast.ben, basics)[0]
    time_machine.move_to("2024-03-01T09:00:00Z", tick=False)
    leave(person=cast.ben, on=date(2024, 2, 29), by=cast.hanna)
    return found


@pytest.mark.parametrize(
    ("day", "names", "version"),
    [
        (date(2020, 1, 14), [], None),
        (date(2020, 1, 15), ["first"], "1.0"),
        (date(2021, 1, 4), ["first", "second"], "1.0"),
        (date(2021, 1, 15), ["first", "second"], "1.0"),
        (date(2021, 1, 16), ["second"], "1.0"),
        (date(2022, 1, 15), ["second", "third"], "1.0"),
        (date(2023, 1, 16), ["fourth"], "1.0"),
        (date(2023, 5, 31), ["fourth"], "1.0"),
        (date(2023, 6, 1), [], None),
        (date(2023, 6, 12), ["changed"], "2.0"),
        (date(2023, 7, 31), ["changed"], "2.0"),
        (date(2023, 8, 1), [], None),
        (date(2023, 9, 1), ["last"], "2.0"),
        (date(2024, 2, 29), ["last"], "2.0"),
        (date(2024, 9, 1), ["last"], "2.0"),
        (date(2024, 9, 2), [], None),
    ],
)
def test_any_past_day_is_answered_by_one_query(story, day, names, version, django_assert_num_queries):
    """T1, P2: which proof, by which version, on what day, whatever happened since."""
    with django_assert_num_queries(1):
        found = list(proof_on([story["first"].employee_id], day))
    assert {one.completion for one in found} == {story[name].ref for name in names}
    assert {one.version_number for one in found} == ({version} if version else set())


def test_nothing_older_was_touched(cast, story):
    """T2: renewals, a change, a revocation and leaving left every older row byte for byte."""
    now = {row.pk: (row.valid_from, row.valid_until, row.commitment) for row in Completion.objects.all()}
    assert now == {row.pk: (row.valid_from, row.valid_until, row.commitment) for row in story.values()}


def test_three_renewals_lost_no_day(cast, story):
    """T3: four years after the first day, to the day, although each was early."""
    assert story["fourth"].valid_until == date(2024, 1, 15)
