"""What the plan of a playbook asks for at a level and a moment. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from guidelines.playbooks.structure import Level, Plan, PlaybookRole, TaskTemplate

BARE_LEAD = "lead"


def bare_plan(lead_name: str) -> Plan:
    """What an incident is run by when no playbook is released: somebody leads, levels have numbers only."""
    lead = PlaybookRole(key=BARE_LEAD, name=lead_name, duties="", leads=True, requires=())
    return Plan(
        troubles=(),
        triggers=(),
        answers={},
        nodes=(),
        outcomes=(),
        levels=(),
        roles=(lead,),
        tasks=(),
        templates=(),
        contacts=(),
        rules=(),
    )


@dataclass(frozen=True)
class Due:
    """A task of the plan, and when it is due."""

    task: TaskTemplate
    at: datetime


def tasks_due(
    plan: Plan, *, level: int, started_at: datetime, opened_at: datetime, there: Collection[str]
) -> Iterator[Due]:
    """The tasks that `level` (the higher axis) asks for and that are not `there` yet.

    They are due by the clock that began with the incident; one that a higher level opens later is due at
    once when its time is over already.
    """
    for task in plan.tasks:
        if task.from_level <= level and task.key not in there:
            yield Due(task, max(started_at + timedelta(minutes=task.offset_minutes), opened_at))


def next_update(
    level: Level | None, *, declared_at: datetime | None, published_at: datetime | None
) -> datetime | None:
    """When the public should hear from us: at first within the minutes of the first response, then by the
    rhythm of the level; None when the level asks for nothing."""
    if level is None or declared_at is None:
        return None
    if published_at is None:
        return declared_at + timedelta(minutes=level.first_response_minutes)
    return published_at + timedelta(minutes=level.update_minutes) if level.update_minutes else None
