"""Time in level, first response, and the day by which a review is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from guidelines.reviews.deadlines import review_due
from guidelines.reviews.dossier.layout import span
from guidelines.reviews.figures import first_response, steps, time_in_level
from tests.factories.people import LocationFactory

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def after(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_time_in_level_is_summed_over_every_stay():
    levels = [(NOON, 2), (after(30), 4), (after(50), 2)]
    assert time_in_level(levels, after(60)) == {4: timedelta(minutes=20), 2: timedelta(minutes=40)}


def test_the_same_level_declared_again_goes_on():
    assert [step.level for step in steps([(NOON, 2), (after(5), 2), (after(9), 3)], after(20))] == [2, 3]


def test_without_a_level_there_is_no_time():
    assert time_in_level([], NOON) == {}


def test_the_first_word_counts_not_the_last():
    assert first_response(NOON, [after(40), after(12)]) == timedelta(minutes=12)
    assert first_response(NOON, []) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 minutes"), (59, "0 minutes"), (60, "1 minute"), (3600, "1 hour"), (7380, "2 hours 3 minutes")],
)
def test_spans_are_said_as_people_say_them(seconds, said):
    with translation.override("en"):
        assert span(seconds) == said


@pytest.mark.django_db
def test_a_review_is_due_three_days_after_the_top_levels_and_five_working_days_after_others():
    """Friday, 18 December 2026: the five working days jump over Christmas."""
    hamburg = LocationFactory()
    assert review_due(date(2026, 12, 18), 5, hamburg) == date(2026, 12, 21)
    assert review_due(date(2026, 12, 18), 4, hamburg) == date(2026, 12, 28)
