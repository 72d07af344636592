"""Turning pages by key: the last page costs as much as the first, and rows that come or go move nothing.

A list sorted by due date has two parts, because a consent has none: dated requests, then the undated.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.functions import Coalesce

from guidelines.policies.models import AcknowledgementRequest
from guidelines.policies.querysets import RequestQuerySet
from reports.dashboards.choices import Sort

Request = AcknowledgementRequest


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
        self, requests: RequestQuerySet, after: Place | None, backwards: bool, few: bool = False
    ) -> RequestQuerySet:
        down = self.descending != backwards
        found = requests.filter(self.only)
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


DATED, UNDATED = Q(due_on__isnull=False), Q(due_on__isnull=True)
ORDERS: dict[str, tuple[Part, ...]] = {
    Sort.DUE: (Part("due_on", DATED), Part("", UNDATED)),
    Sort.DUE_LAST: (Part("due_on", DATED, descending=True), Part("", UNDATED, descending=True)),
    Sort.ASKED: (Part("asked_at", Q()),),
    Sort.ASKED_LAST: (Part("asked_at", Q(), descending=True),),
}


@dataclass(frozen=True)
class Page:
    """Some rows, and the places from which the neighbouring pages are turned; None where there are none."""

    rows: list[Request]
    previous: Place | None
    next: Place | None


def page_of(
    requests: RequestQuerySet,
    sort: str,
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int,
    few: bool = False,
) -> Page:
    """The `size` rows behind `after`, or those in front of `before`, or the first ones.

    Say `few` of requests that are quickly found and sorted: without it, PostgreSQL may walk all requests of
    everybody in the right order until it has met `size` of them.
    """
    backwards = before is not None and after is None
    start = before if backwards else after
    rows = _walk(requests, sort, start, size + 1, backwards=backwards, few=few)
    has_more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([], None, None)
    first, last = place_of(rows[0], sort), place_of(rows[-1], sort)
    if backwards:
        return Page(rows, first if has_more else None, last)
    return Page(rows, first if start else None, last if has_more else None)


def in_order(requests: RequestQuerySet, sort: str) -> list[RequestQuerySet]:
    """The whole list as runs, one behind the other, for a file."""
    return [part.rows(requests, None, backwards=False) for part in ORDERS[sort]]


def place_of(request: Request, sort: str) -> Place:
    return Place(getattr(request, ORDERS[sort][0].field), request.pk)


def place_from(text: str, sort: str) -> Place | None:
    """Read what stands in an address; junk is no place, and the list begins at its top."""
    value, _, pk = text.partition("~")
    has_undated = len(ORDERS[sort]) > 1
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19) or not (value or has_undated):
        return None
    try:
        return Place(_read(value, sort) if value else None, int(pk))
    except ValueError:
        return None


def _read(value: str, sort: str) -> date | datetime:
    if ORDERS[sort][0].field == "due_on":
        return date.fromisoformat(value)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _walk(
    requests: RequestQuerySet, sort: str, start: Place | None, wanted: int, *, backwards: bool, few: bool
) -> list[Request]:
    parts = ORDERS[sort][::-1] if backwards else ORDERS[sort]
    rows: list[Request] = []
    reached = start is None
    for part in parts:
        is_start = not reached and start is not None and (len(parts) == 1 or part.holds(start))
        reached = reached or is_start
        if reached and len(rows) < wanted:
            rows += part.rows(requests, start if is_start else None, backwards, few)[: wanted - len(rows)]
    return rows
