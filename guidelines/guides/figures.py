"""How often outcomes were reached, in numbers from which nobody can be told. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.people.suppression import Published, publish

GROUP_MIN = 10


@dataclass(frozen=True)
class Month:
    """One month that is over: outcomes that were opened often enough with how often, the rest added up, or
    nothing at all."""

    first: date
    rows: list[tuple[str, int]]
    rest: int | None

    @property
    def is_withheld(self) -> bool:
        return not self.rows and self.rest is None


def figures(
    counts: Iterable[tuple[date, str, int]], *, titles: Mapping[str, str], this_month: date
) -> list[Month]:
    """Months that are over, newest first; `titles` names the outcomes.

    The running month is left out: whoever looked twice would see what happened in between.
    """
    months: dict[date, dict[str, tuple[int]]] = {}
    for month, outcome, times in counts:
        if month < this_month:
            months.setdefault(month, {})[outcome] = (times,)
    return [
        _month(first, publish(outcomes, k=GROUP_MIN), titles)
        for first, outcomes in sorted(months.items(), reverse=True)
    ]


def _month(first: date, published: Published[str], titles: Mapping[str, str]) -> Month:
    rows = [(titles.get(outcome, outcome), cells[0]) for outcome, cells in published.rows]
    return Month(first, rows, published.rest[0] if published.rest else None)
