"""Until when proof counts, and that renewing early loses no days."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.assignments.choices import ValidityKind
from training.assignments.validity import in_window, months_after, valid_until


@dataclass
class Rule:
    validity_kind: str = ValidityKind.MONTHS
    validity_months: int = 12
    expires_month: int = 1
    expires_day: int = 31
    window_days: int = 60


YEARLY = Rule()
JANUARY = Rule(ValidityKind.CALENDAR)
DAYS = st.dates(date(1999, 12, 1), date(2060, 3, 1))
RULES = st.builds(
    Rule,
    st.sampled_from((ValidityKind.MONTHS, ValidityKind.CALENDAR)),
    st.integers(1, 120),
    st.integers(1, 12),
    st.integers(1, 31),
    st.integers(0, 365),
)


@pytest.mark.parametrize(
    ("on", "months", "until"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_end_in_the_month_they_reach(on, months, until):
    assert months_after(on, months) == until


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (date(2026, 3, 10), date(2027, 1, 31)),
        (date(2026, 12, 1), date(2027, 1, 31)),  # the window opens on the second
        (date(2026, 12, 2), date(2028, 1, 31)),
        (date(2027, 1, 31), date(2028, 1, 31)),
        (date(2027, 2, 1), date(2028, 1, 31)),
    ],
)
def test_every_january_means_until_its_last_day(on, until):
    assert valid_until(JANUARY, on) == until


def test_a_yearly_day_that_some_years_lack_moves_to_the_last_of_its_month():
    rule = Rule(ValidityKind.CALENDAR, expires_month=2, expires_day=29, window_days=0)
    assert valid_until(rule, date(2026, 5, 1)) == date(2027, 2, 28)
    assert valid_until(rule, date(2027, 5, 1)) == date(2028, 2, 29)
    assert valid_until(Rule(ValidityKind.CALENDAR, 1, 4, 31), date(2026, 5, 1)) == date(2027, 4, 30)


def test_some_proof_does_not_expire():
    assert valid_until(Rule(ValidityKind.NONE), date(2026, 5, 1), renewing=date(2026, 6, 1)) is None


def test_renewing_inside_the_window_adds_to_the_old_days():
    """T3: four weeks early is not four weeks less."""
    assert valid_until(YEARLY, date(2026, 5, 3), renewing=date(2026, 5, 31)) == date(2027, 5, 31)
    assert valid_until(YEARLY, date(2026, 5, 31), renewing=date(2026, 5, 31)) == date(2027, 5, 31)
    assert valid_until(JANUARY, date(2027, 1, 10), renewing=date(2027, 1, 31)) == date(2028, 1, 31)


def test_before_the_window_and_after_the_end_the_days_begin_anew():
    assert valid_until(YEARLY, date(2026, 2, 1), renewing=date(2026, 5, 31)) == date(2027, 2, 1)
    assert valid_until(YEARLY, date(2026, 7, 1), renewing=date(2026, 5, 31)) == date(2027, 7, 1)


@given(rule=RULES, on=DAYS)
def test_proof_always_counts_on_its_first_day(rule, on):
    until = valid_until(rule, on)
    assert until >= on
    assert until <= months_after(on, max(rule.validity_months, 24)) + timedelta(days=1)


@given(rule=RULES, on=DAYS, early=st.integers(0, 365))
def test_renewing_never_loses_a_day(rule, on, early):
    """T3: whoever renews inside the window gets at least what a renewal on the last day would have given."""
    old = valid_until(rule, on)
    day = old - timedelta(days=early)
    if in_window(rule, old, day) and day >= on:
        assert valid_until(rule, day, renewing=old) == valid_until(rule, old, renewing=old)
        assert valid_until(rule, day, renewing=old) > old


@given(rule=RULES, on=DAYS, times=st.integers(1, 12))
def test_renewing_again_and_again_piles_up_no_years(rule, on, times):
    """T3: on one day, proof never reaches further than the window and one period."""
    until = valid_until(rule, on)
    for _ in range(times):
        until = valid_until(rule, on, renewing=until)
    longest = max(months_after(on + timedelta(days=rule.window_days), max(rule.validity_months, 24)), on)
    assert until <= longest + timedelta(days=1)
