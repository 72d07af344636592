"""When a confirmation falls due: local days, joiners, absences. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from accounts.people.calendar import Place, next_working_day

Days = tuple[date, date]


def base_due(
    *, asked_on: date, hired_on: date | None, due_days: int, joiner_due_days: int, place: Place
) -> date:
    """The due date without absences: never on a day off, later for somebody who has just joined."""
    if hired_on is not None and (asked_on - hired_on).days < joiner_due_days:
        return next_working_day(max(asked_on, hired_on) + timedelta(days=joiner_due_days), place)
    return next_working_day(asked_on + timedelta(days=due_days), place)


def pause(base: date, *, asked_on: date, absences: Iterable[Days], place: Place) -> date:
    """Move `base` by every day of absence between being asked and the due date so moved."""
    away = {day for first, last in absences for day in _days(max(first, asked_on), last)}
    due = base
    for _ in range(len(away) + 1):
        moved = next_working_day(base + timedelta(days=sum(day <= due for day in away)), place)
        if moved == due:
            break
        due = moved
    return due


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
