"""Figures of how loud it is, as people type or paste them. Pure.

A line is: moment; source; mentions; negative in percent; reach. The last two can be left out. Tabs,
semicolons and commas separate; whole numbers may hold points, commas or blanks between thousands.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from io import StringIO

LINES_MAX = 500
NUMBER_MAX = 2_000_000_000
REACH_MAX = 10**15
_MOMENTS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_HEAD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Sample:
    at: datetime
    source: str
    mentions: int
    negative_percent: int | None = None
    reach: int | None = None


class NoSample(ValueError):
    """`line` is its number, from 1; `slug` says what cannot be read: moment, source, mentions, negative,
    reach, columns, future, too_many, empty."""

    def __init__(self, line: int, slug: str) -> None:
        super().__init__(f"{line}: {slug}")
        self.line, self.slug = line, slug


def samples_in(text: str, *, now: datetime) -> list[Sample]:
    """The figures in pasted lines; a first line of headings is passed over. A time alone means its newest
    occurrence before `now`, whose zone counts. Raises `NoSample` for the first line that cannot be read."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if lines and _is_heading(lines[0][1]):
        lines = lines[1:]
    if not lines:
        raise NoSample(1, "empty")
    if len(lines) > LINES_MAX:
        raise NoSample(lines[LINES_MAX][0], "too_many")
    return [_sample(number, line, now) for number, line in lines]


def _is_heading(line: str) -> bool:
    first = next(_cells(line), "")
    return bool(_HEAD.search(first)) and not any(sign.isdigit() for sign in first)


def _cells(line: str) -> Iterator[str]:
    separator = next((sign for sign in ("\t", ";") if sign in line), ",")
    for row in csv.reader(StringIO(line), delimiter=separator):
        yield from (cell.strip() for cell in row)


def _sample(number: int, line: str, now: datetime) -> Sample:
    cells = list(_cells(line))
    if not 3 <= len(cells) <= 5:
        raise NoSample(number, "columns")
    moment, source, mentions, negative, reach = [*cells, "", ""][:5]
    at = _moment(moment, now)
    if at is None:
        raise NoSample(number, "moment")
    if at > now + timedelta(minutes=5):
        raise NoSample(number, "future")
    if not source:
        raise NoSample(number, "source")
    return Sample(
        at,
        source[:120],
        _whole(number, "mentions", mentions, NUMBER_MAX),
        _whole(number, "negative", negative.rstrip("% "), 100) if negative else None,
        _whole(number, "reach", reach, REACH_MAX) if reach else None,
    )


def _whole(line: int, slug: str, text: str, most: int) -> int:
    digits = re.sub(r"[ .,'\u00a0\u202f]", "", text)
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 16 or int(digits) > most:
        raise NoSample(line, slug)
    return int(digits)


def _moment(text: str, now: datetime) -> datetime | None:
    zone: tzinfo | None = now.tzinfo
    for pattern in _MOMENTS:
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=zone)
        except ValueError:
            continue
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        return None
    today = now.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)
