"""What a page can say about where somebody stands."""

from datetime import date, timedelta

import pytest

from accounts.people.operations import send_on_leave
from tests.factories.training import assignment_of, do, require
from training.assignments.models import Assignment
from training.assignments.operations import end_requirement
from training.assignments.standing import Place, standing_of, standings_of
from training.courses.registry import affected_by, owed_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def march(time_machine):
    time_machine.move_to("2026-03-02T09:00:00Z", tick=False)


@pytest.fixture
def requirement(cast, basics, march):
    _ = cast.ben
    return require(basics, validity_months=12, grace_days=5)


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2026, 3, 2), Place.DUE),
        (date(2026, 4, 1), Place.DUE),
        (date(2026, 4, 2), Place.IN_GRACE),
        (date(2026, 4, 6), Place.IN_GRACE),
        (date(2026, 4, 7), Place.OVERDUE),
    ],
)
def test_before_and_after_the_due_date(cast, requirement, day, place):
    standing = standing_of(cast.ben, requirement, day)
    assert (standing.place, standing.due_on) == (place, date(2026, 4, 1))


def test_done_until_its_last_day(cast, requirement, basics):
    (done,) = do(cast.ben, basics)
    on_the_last_day = standing_of(cast.ben, requirement, done.valid_until)
    assert (on_the_last_day.place, on_the_last_day.is_fulfilled) == (Place.VALID_UNTIL, True)
    assert standing_of(cast.ben, requirement, done.valid_until + timedelta(days=1)).place == Place.EXPIRED


def test_away_means_paused(cast, requirement):
    send_on_leave(person=cast.ben, by=cast.hanna)
    Assignment.objects.of(cast.ben).update(paused_on=date(2026, 3, 3))
    assert standing_of(cast.ben, requirement, date(2026, 9, 1)).place == Place.PAUSED


def test_not_required_any_more(cast, requirement):
    end_requirement(requirement=requirement, by=cast.hanna)
    assert standing_of(cast.ben, requirement, date(2026, 9, 1)).place == Place.NOT_REQUIRED


def test_all_of_somebody_in_two_queries(cast, requirement, basics, django_assert_num_queries):
    with django_assert_num_queries(2):
        (standing,) = standings_of(cast.ben, date(2026, 3, 2))
    assert standing.assignment == assignment_of(cast.ben)
    assert standing.label == "to do until 1 April 2026"


def test_the_learners_page_is_told(cast, requirement, basics):
    (owed,) = owed_by(cast.ben, basics)
    assert (owed.due_on, owed.overdue, owed.valid_until) == (date(2026, 4, 1), False, None)
    do(cast.ben, basics)
    (owed,) = owed_by(cast.ben, basics)
    assert (owed.due_on, owed.valid_until) == (None, date(2027, 3, 2))


def test_a_change_says_whom_it_concerns(cast, requirement, basics):
    people = requirement.assignments.count()
    do(cast.ben, basics)
    affected = affected_by(basics)
    assert (affected.with_proof, affected.owing) == (1, people - 1)
