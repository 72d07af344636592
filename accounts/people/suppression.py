"""Which figures may be published without anybody being recognised. Pure.

A table of groups (rows) × states (columns) is published as a *partition*: every row that is shown is shown
whole, everything else is added up into one rest, and each cell of what is published is either empty or holds
at least `k` people. Whatever somebody adds or subtracts, they get unions of such cells, and a union of cells
that each hold nobody or at least `k` people never holds fewer than `k` (and more than none). Nothing is
published beside the partition: no total that is not the sum of its cells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")
Cells = tuple[int, ...]


@dataclass(frozen=True)
class Published(Generic[Key]):
    """`rows` are shown as they are; `rest` adds up the groups in `merged`, None if there are none.

    When not even all groups together may be told apart by state, only `total` is left: how many people there
    are, None if they are fewer than k.
    """

    rows: tuple[tuple[Key, Cells], ...]
    merged: tuple[Key, ...]
    rest: Cells | None
    total: int | None

    @property
    def is_withheld(self) -> bool:
        return not self.rows and self.rest is None


def publish(groups: Mapping[Key, Sequence[int]], *, k: int) -> Published[Key]:
    """The finest partition of `groups` in which no cell is smaller than `k` people and more than none.

    Groups without people are left out. `k` is at least 1.
    """
    filled = {key: tuple(cells) for key, cells in groups.items() if sum(cells)}
    people = sum(sum(cells) for cells in filled.values())
    total = people if people >= k else None
    shown = [key for key, cells in filled.items() if is_safe(cells, k)]
    merged = [key for key in filled if key not in set(shown)]
    # The smallest safe group loses least by joining the rest.
    shown.sort(key=lambda key: sum(filled[key]), reverse=True)
    while merged and shown and not is_safe(_sum(filled, merged), k):
        merged.append(shown.pop())
    rest = _sum(filled, merged) if merged else None
    if rest is not None and not is_safe(rest, k):
        return Published((), tuple(filled), None, total)
    order = list(filled)
    rows = tuple((key, filled[key]) for key in sorted(shown, key=order.index))
    return Published(rows, tuple(merged), rest, total)


def is_safe(cells: Sequence[int], k: int) -> bool:
    """Whether every cell holds nobody or at least `k` people."""
    return all(cell == 0 or cell >= k for cell in cells)


def _sum(groups: Mapping[Key, Cells], keys: Sequence[Key]) -> Cells:
    return tuple(sum(column) for column in zip(*(groups[key] for key in keys), strict=True))
