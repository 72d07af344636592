"""Local days: where they end, and which are working days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.people.calendar import (
    end_of_day,
    is_working_day,
    known_subdivision,
    known_time_zone,
    local_day,
    next_working_day,
    time_zone_choices,
)


@dataclass(frozen=True)
class Place:
    country: str = "DE"
    subdivision: str = "HH"
    time_zone: str = "Europe/Berlin"


HAMBURG = Place()
MUNICH = Place(subdivision="BY")
AUCKLAND = Place("NZ", "", "Pacific/Auckland")
NOWHERE = Place("XX", "", "UTC")
PLACES = (HAMBURG, MUNICH, AUCKLAND, NOWHERE, Place("US", "CA", "America/Los_Angeles"))


@pytest.mark.parametrize(
    ("day", "place", "moment"),
    [
        (date(2026, 1, 15), HAMBURG, datetime(2026, 1, 15, 23, tzinfo=UTC)),
        (date(2026, 7, 15), HAMBURG, datetime(2026, 7, 15, 22, tzinfo=UTC)),
        (date(2026, 3, 28), HAMBURG, datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 29), HAMBURG, datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 10, 25), HAMBURG, datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (date(2026, 1, 15), AUCKLAND, datetime(2026, 1, 15, 11, tzinfo=UTC)),
        (date(1999, 12, 31), HAMBURG, datetime(1999, 12, 31, 23, tzinfo=UTC)),
        (date(2038, 1, 19), HAMBURG, datetime(2038, 1, 19, 23, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_local_midnight(day: date, place: Place, moment: datetime) -> None:
    assert end_of_day(day, place) == moment


@given(day=st.dates(date(2000, 1, 1), date(2038, 12, 30)), place=st.sampled_from(PLACES))
def test_days_touch_and_do_not_overlap(day: date, place: Place) -> None:
    end = end_of_day(day, place)
    assert local_day(end, place) == day + timedelta(days=1)
    assert local_day(end - timedelta(microseconds=1), place) == day
    assert timedelta(hours=22) < end - end_of_day(day - timedelta(days=1), place) < timedelta(hours=26)


@pytest.mark.parametrize(
    ("day", "place", "works"),
    [
        (date(2026, 3, 2), HAMBURG, True),
        (date(2026, 2, 28), HAMBURG, False),
        (date(2026, 3, 1), HAMBURG, False),
        (date(2026, 1, 1), HAMBURG, False),
        (date(2026, 1, 6), HAMBURG, True),
        (date(2026, 1, 6), MUNICH, False),
        (date(2026, 10, 31), HAMBURG, False),
        (date(2028, 10, 31), HAMBURG, False),
        (date(2028, 10, 31), MUNICH, True),
        (date(2028, 2, 29), HAMBURG, True),
        (date(2000, 2, 29), HAMBURG, True),
        (date(2000, 4, 24), HAMBURG, False),
        (date(2038, 4, 26), HAMBURG, False),
        (date(2026, 12, 25), NOWHERE, True),
        (date(2026, 12, 26), NOWHERE, False),
    ],
)
def test_working_days(day: date, place: Place, works: bool) -> None:
    assert is_working_day(day, place) is works


def test_easter_is_skipped_as_a_whole() -> None:
    assert next_working_day(date(2026, 4, 3), HAMBURG) == date(2026, 4, 7)
    assert next_working_day(date(2026, 4, 7), HAMBURG) == date(2026, 4, 7)


@given(day=st.dates(date(2000, 1, 1), date(2038, 12, 1)), place=st.sampled_from(PLACES))
def test_the_next_working_day_is_the_first_one(day: date, place: Place) -> None:
    found = next_working_day(day, place)
    assert is_working_day(found, place)
    assert day <= found <= day + timedelta(days=12)
    assert not any(is_working_day(day + timedelta(days=n), place) for n in range((found - day).days))


def test_known_places() -> None:
    assert known_subdivision("DE", "BY")
    assert known_subdivision("DE", "")
    assert not known_subdivision("DE", "XX")
    assert known_subdivision("XX", "")
    assert not known_subdivision("XX", "BY")
    assert known_time_zone("Europe/Berlin")
    assert not known_time_zone("Mars/Base")
    assert dict(time_zone_choices())["America/Los_Angeles"] == "America/Los Angeles"
