"""Geometry of bars drawn on the server: they print, need no script, and stand beside a table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000
GAP = 4
# A part that exists is never too thin to be seen.
THINNEST = 6


@dataclass(frozen=True)
class Segment:
    """One part of a bar; `x` and `width` in units of `WIDTH`."""

    name: str
    count: int
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    segments: tuple[Segment, ...]
    total: int


def bar_of(parts: Sequence[tuple[str, int]]) -> Bar:
    """Lay the parts side by side over the whole width, in proportion, each at least visible."""
    shown = [(name, count) for name, count in parts if count > 0]
    total = sum(count for _, count in shown)
    if not shown:
        return Bar((), 0)
    spare = WIDTH - GAP * (len(shown) - 1) - THINNEST * len(shown)
    widths = [THINNEST + spare * count // total for _, count in shown]
    # What integer division left over goes to the widest part, where nobody sees it.
    widths[widths.index(max(widths))] += WIDTH - GAP * (len(shown) - 1) - sum(widths)
    segments, x = [], 0
    for (name, count), width in zip(shown, widths, strict=True):
        segments.append(Segment(name, count, x, width))
        x += width + GAP
    return Bar(tuple(segments), total)
