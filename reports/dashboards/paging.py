"""Turning pages by key: the last page costs as much as the first, and rows that come or go move nothing.

A list sorted by due date has two parts, because a consent has none: dated requests, then the undated. Other
lists bring orders of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

from reports.dashboards.choices import Sort


@dataclass(frozen=True)
class Place:
    """Where a row stands in its order: the value it is sorted by (None: it has none) and its key."""

    value: date | datetime | None
    pk: int

    def __str__(self) -> str:
        return f"{self.value.isoformat() if self.value else ''}~{self.pk}"


@dataclass(frozen=True)
class Part:
    """A run of rows sorted by `field` and key; `field` is empty for the undated, sorted by key alone."""

    field: str
    only: Q
    descending: bool = False

    def holds(self, place: Place) -> bool:
        return (place.value is None) == (self.field == "")

    def rows(
        self, listed: QuerySet[Any], after: Place | None, backwards: bool, few: bool = False
    ) -> QuerySet[Any]:
        down = self.descending != backwards
        found = listed.filter(self.only)
        if after is not None:
            found = found.filter(self._beyond(after, down))
        keys = [F(self.field), F("pk")] if self.field else [F("pk")]
        if few:
            keys = [Coalesce(key, key) for key in keys]
        return found.order_by(*(key.desc() if down else key.asc() for key in keys))

    def _beyond(self, place: Place, down: bool) -> Any:
        if not self.field:
            return Q(pk__lt=place.pk) if down else Q(pk__gt=place.pk)
        compare = TupleLessThan if down else TupleGreaterThan
        return compare(Tuple(F(self.field), F("pk")), (place.value, place.pk))


Orders = Mapping[str, tuple[Part, ...]]

DATED, UNDATED = Q(due_on__isnull=False), Q(due_on__isnull=True)
ORDERS: Orders = {
    Sort.DUE: (Part("due_on", DATED), Part("", UNDATED)),
    Sort.DUE_LAST: (Part("due_on", DATED, descending=True), Part("", UNDATED, descending=True)),
    Sort.ASKED: (Part("asked_at", Q()),),
    Sort.ASKED_LAST: (Part("asked_at", Q(), descending=True),),
}


@dataclass(frozen=True)
class Page:
    """Some rows, and the places from which the neighbouring pages are turned; None where there are none."""

    rows: list[Any]
    previous: Place | None
    next: Place | None


def page_of(
    listed: QuerySet[Any],
    sort: str,
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int,
    few: bool = False,
    orders: Orders = ORDERS,
) -> Page:
    """The `size` rows behind `after`, or those in front of `before`, or the first ones.

    Say `few` of rows that are quickly found and sorted: without it, PostgreSQL may walk the rows of everybody
    in the right order until it has met `size` of them.
    """
    backwards = before is not None and after is None
    start = before if backwards else after
    rows = _walk(listed, orders[sort], start, size + 1, backwards=backwards, few=few)
    has_more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([], None, None)
    first, last = place_of(rows[0], sort, orders), place_of(rows[-1], sort, orders)
    if backwards:
        return Page(rows, first if has_more else None, last)
    return Page(rows, first if start else None, last if has_more else None)


def in_order(listed: QuerySet[Any], sort: str, orders: Orders = ORDERS) -> list[QuerySet[Any]]:
    """The whole list as runs, one behind the other, for a file."""
    return [part.rows(listed, None, backwards=False) for part in orders[sort]]


def place_of(row: Any, sort: str, orders: Orders = ORDERS) -> Place:
    return Place(getattr(row, orders[sort][0].field), row.pk)


def place_from(text: str, sort: str, orders: Orders = ORDERS) -> Place | None:
    """Read what stands in an address; junk is no place, and the list begins at its top."""
    value, _, pk = text.partition("~")
    has_undated = len(orders[sort]) > 1
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19) or not (value or has_undated):
        return None
    try:
        return Place(_read(value, orders[sort][0].field) if value else None, int(pk))
    except ValueError:
        return None


def _read(value: str, field: str) -> date | datetime:
    if field == "due_on":
        return date.fromisoformat(value)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _walk(
    listed: QuerySet[Any],
    parts: tuple[Part, ...],
    start: Place | None,
    wanted: int,
    *,
    backwards: bool,
    few: bool,
) -> list[Any]:
    parts = parts[::-1] if backwards else parts
    rows: list[Any] = []
    reached = start is None
    for part in parts:
        is_start = not reached and start is not None and (len(parts) == 1 or part.holds(start))
        reached = reached or is_start
        if reached and len(rows) < wanted:
            rows += part.rows(listed, start if is_start else None, backwards, few)[: wanted - len(rows)]
    return rows
