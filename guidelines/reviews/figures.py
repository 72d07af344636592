"""How long an incident stood at which level, and how soon the public heard from the company. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Step:
    """A level, from a moment until the next one."""

    level: int
    since: datetime
    lasted: timedelta


def steps(levels: Sequence[tuple[datetime, int]], until: datetime) -> list[Step]:
    """The declared levels (moment, higher axis) in their order, each with how long it lasted; the same level
    declared again goes on."""
    found: list[Step] = []
    for index, (since, level) in enumerate(levels):
        ends = levels[index + 1][0] if index + 1 < len(levels) else until
        if found and found[-1].level == level:
            former = found.pop()
            found.append(Step(level, former.since, former.lasted + (ends - since)))
        else:
            found.append(Step(level, since, ends - since))
    return found


def time_in_level(levels: Sequence[tuple[datetime, int]], until: datetime) -> dict[int, timedelta]:
    """How long in sum at each level that was declared, the highest first."""
    found: dict[int, timedelta] = {}
    for step in steps(levels, until):
        found[step.level] = found.get(step.level, timedelta()) + step.lasted
    return dict(sorted(found.items(), reverse=True))


def first_response(reported_at: datetime, published: Sequence[datetime]) -> timedelta | None:
    """From the first report to the first public word; None when nothing was said."""
    return min(published) - reported_at if published else None
