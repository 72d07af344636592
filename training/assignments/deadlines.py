"""When an assigned course falls due: a day, some days after joining, or before access begins. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from accounts.people.calendar import Place, next_working_day
from guidelines.policies.deadlines import Days, base_due, pause
from training.assignments.choices import DueKind


class Rule(Protocol):
    """What a requirement says about its due date."""

    due_kind: str
    due_on: date | None
    due_days: int


def first_due(
    rule: Rule,
    *,
    assigned_on: date,
    hired_on: date | None,
    place: Place,
    access_from: date | None = None,
) -> date:
    """The due date by rule, before absences move it.

    A named day that is over, or access that has begun already, leaves the days of grace of everybody else:
    `due_days` after being assigned.
    """
    if rule.due_kind == DueKind.DATE and rule.due_on is not None and rule.due_on >= assigned_on:
        return next_working_day(rule.due_on, place)
    if rule.due_kind == DueKind.GRANT and access_from is not None and access_from > assigned_on:
        return max(assigned_on, access_from - timedelta(days=rule.due_days))
    joined = hired_on if rule.due_kind == DueKind.JOINING else None
    return base_due(
        asked_on=assigned_on,
        hired_on=joined,
        due_days=rule.due_days,
        joiner_due_days=rule.due_days,
        place=place,
    )


def moved_by(base: date, *, assigned_on: date, absences: Iterable[Days], place: Place) -> date:
    """The due date after absences; without any it stays as it is, be it a day off."""
    away = [(first, last) for first, last in absences if last >= assigned_on and first <= base]
    return pause(base, asked_on=assigned_on, absences=away, place=place) if away else base
