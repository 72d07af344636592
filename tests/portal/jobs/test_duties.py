"""When the clock wakes what."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.jobs.duties import duty

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DUTIES = st.one_of(
    st.sampled_from([1, 5, 10, 30]).map(lambda minutes: duty("k", minutes=minutes)),
    st.sampled_from([1, 6, 12]).map(lambda hours: duty("k", hours=hours)),
    st.times().map(lambda at: duty("k", daily_at=at.strftime("%H:%M"))),
)


@given(due=DUTIES, now=MOMENTS)
def test_the_slot_is_the_newest_that_has_begun(due, now):
    slot = due.slot(now)
    assert slot <= now < slot + due.period
    assert due.slot(slot) == slot


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (datetime(2026, 3, 1, 1, 59, tzinfo=UTC), datetime(2026, 2, 28, 2, 0, tzinfo=UTC)),
        (datetime(2026, 3, 1, 2, 0, tzinfo=UTC), datetime(2026, 3, 1, 2, 0, tzinfo=UTC)),
        (datetime(2038, 1, 20, 5, 0, tzinfo=UTC), datetime(2038, 1, 20, 2, 0, tzinfo=UTC)),
        (datetime(2000, 1, 1, 0, 0, tzinfo=UTC), datetime(1999, 12, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_daily_duty_has_its_slot_at_its_hour(now, slot):
    assert duty("k", daily_at="02:00").slot(now) == slot


@pytest.mark.parametrize("wrong", [{}, {"minutes": 7}, {"hours": 5}, {"minutes": 5, "daily_at": "02:00"}])
def test_a_rhythm_that_does_not_fit_a_day_is_refused(wrong):
    with pytest.raises(ValueError, match="k:"):
        duty("k", **wrong)


def test_each_slot_has_a_key_of_its_own():
    due, now = duty("k", minutes=10), datetime(2026, 3, 1, 2, 5, tzinfo=UTC)
    assert due.slot_key(due.slot(now)) == "k@2026-03-01T02:00Z"
    assert due.slot_key(due.slot(now + timedelta(minutes=5))) == "k@2026-03-01T02:10Z"
