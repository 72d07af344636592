"""Level and loudness over time as a drawing made on the server: it prints, needs no script, and stands beside
a table. Geometry only, in units of the drawing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 12, 34
PLOT_HEIGHT = HEIGHT - TOP - BOTTOM
LEVELS = 6
STEPS = (1, 2, 5)
MARKS = 5  # at most this many moments are written below
_SPANS = [timedelta(minutes=one) for one in (5, 15, 30, 60, 120, 360, 720, 1440, 2880, 10080, 43200)]


@dataclass(frozen=True)
class Mark:
    """A number on the left or a moment below, and where."""

    at: float
    label: str


@dataclass(frozen=True)
class Column:
    """Mentions in one sample."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """`social` and `media` are the points of stepped lines, "x,y x,y …"."""

    columns: tuple[Column, ...]
    social: str
    media: str
    volumes: tuple[Mark, ...]
    levels: tuple[Mark, ...]
    moments: tuple[Mark, ...]


def chart_of(
    levels: Sequence[tuple[datetime, int, int]],
    volume: Sequence[tuple[datetime, int]],
    *,
    until: datetime,
) -> Chart | None:
    """The drawing of `levels` (moment, social, media) and `volume` (moment, mentions), both in order of time,
    up to `until`; None when there is nothing to draw."""
    moments = [one[0] for one in levels] + [one[0] for one in volume]
    if not moments:
        return None
    start, end = min(moments), max([*moments, until])
    if end - start < timedelta(minutes=10):
        end = start + timedelta(minutes=10)
    scale = _Scale(start, end)
    top = _top(max((count for _, count in volume), default=0))
    return Chart(
        columns=tuple(_columns(volume, scale, top)),
        social=_stepped([(at, social) for at, social, _ in levels], scale),
        media=_stepped([(at, media) for at, _, media in levels], scale),
        volumes=tuple(Mark(_y(count / top), f"{count}") for count in (0, top // 2, top) if top),
        levels=tuple(Mark(_y(level / LEVELS), str(level)) for level in range(0, LEVELS + 1, 2)),
        moments=tuple(_moments(start, end, scale)),
    )


@dataclass(frozen=True)
class _Scale:
    start: datetime
    end: datetime

    def x(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(TOP + PLOT_HEIGHT * (1 - share), 1)


def _columns(volume: Sequence[tuple[datetime, int]], scale: _Scale, top: int) -> list[Column]:
    width = max(2.0, min(24.0, (WIDTH - LEFT - RIGHT) / max(1, len(volume)) * 0.6))
    columns = []
    for at, count in volume:
        y = _y(count / top) if top else _y(0)
        x = max(LEFT, min(scale.x(at) - width / 2, WIDTH - RIGHT - width))
        columns.append(Column(round(x, 1), y, round(width, 1), round(_y(0) - y, 1)))
    return columns


def _stepped(points: Sequence[tuple[datetime, int]], scale: _Scale) -> str:
    """A level holds until the next one is declared."""
    if not points:
        return ""
    line, before = [], None
    for at, level in points:
        x, y = scale.x(at), _y(level / LEVELS)
        line += [f"{x},{before}"] if before is not None else []
        line.append(f"{x},{y}")
        before = y
    return " ".join([*line, f"{scale.x(scale.end)},{before}"])


def _top(most: int) -> int:
    """The round number at the upper end of the axis."""
    if most <= 0:
        return 0
    power = 1
    while True:
        for step in STEPS:
            if most <= step * power:
                return max(2, step * power)
        power *= 10


def _moments(start: datetime, end: datetime, scale: _Scale) -> list[Mark]:
    span = next((one for one in _SPANS if (end - start) / one <= MARKS - 1), _SPANS[-1])
    is_days = end - start > timedelta(hours=36)
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight + span * (-(-(start - midnight) // span))
    marks = []
    while at <= end and len(marks) < 2 * MARKS:
        marks.append(Mark(scale.x(at), f"{at:%d.%m.}" if is_days else f"{at:%H:%M}"))
        at += span
    return marks
