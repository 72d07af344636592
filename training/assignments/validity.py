"""Until when proof counts: months, a day of the year, or for ever. Pure."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Protocol

from training.assignments.choices import ValidityKind


class Rule(Protocol):
    """What a requirement says about how long proof counts."""

    validity_kind: str
    validity_months: int
    expires_month: int
    expires_day: int
    window_days: int


def valid_until(rule: Rule, on: date, *, renewing: date | None = None) -> date | None:
    """The last day on which something done `on` counts; None: it does not expire.

    `renewing` is the last day of the proof that counts now. Renewed inside the window, the new days begin
    behind it, so that being early loses none (T3); earlier than that, they begin `on`.
    """
    if rule.validity_kind == ValidityKind.NONE:
        return None
    start = on
    if renewing is not None and in_window(rule, renewing, on):
        start = max(on, renewing)
    if rule.validity_kind == ValidityKind.CALENDAR:
        return _calendar(rule, start)
    return months_after(start, rule.validity_months)


def in_window(rule: Rule, last_day: date, day: date) -> bool:
    """Whether proof that counts until `last_day` can be renewed on `day`."""
    return window_opens(rule, last_day) <= day <= last_day


def window_opens(rule: Rule, last_day: date) -> date:
    return last_day - timedelta(days=rule.window_days)


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last one of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _clamped(year, month + 1, day.day)


def _calendar(rule: Rule, start: date) -> date:
    """The next yearly day; from the window before it on, the one of the following year."""
    named = (_clamped(start.year + n, rule.expires_month, rule.expires_day) for n in range(3))
    coming = [day for day in named if day >= start]
    return coming[1] if in_window(rule, coming[0], start) else coming[0]


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
