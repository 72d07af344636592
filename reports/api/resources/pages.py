"""A page of rows, found by key: the last page costs as much as the first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet

from reports.api.choices import Scope
from reports.api.limits import NUMBERED_BEFORE
from reports.api.resources.fields import Field, row_of


@dataclass(frozen=True)
class Page:
    """Stored rows, and the key of the last of them when there are more behind it."""

    stored: list[Any]
    more_after: int | None

    @property
    def people(self) -> list[UUID]:
        """Whose rows they are."""
        return [row.employee.ref for row in self.stored]


class Resource:
    """One list that tokens may read, in the order of the keys under which its rows were stored."""

    scope: ClassVar[Scope]
    summary: ClassVar[str]
    about: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]

    def stored(self) -> QuerySet[Any]:
        """All rows; each has an `employee` and the moment `at` which it was recorded."""
        raise NotImplementedError

    def with_facts(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Everything that rows say, in a number of queries that does not grow with them."""
        raise NotImplementedError

    def changed_later(self, since: datetime) -> Q:
        """Rows that were recorded before and say something new since then."""
        raise NotImplementedError

    def page(self, who: Q, *, since: datetime | None, after: int, size: int) -> Page:
        """The `size` rows behind key `after` of people whom `who` lets through."""
        found = self.stored().filter(who, pk__gt=after)
        if since is not None:
            found = found.filter(self._since(since))
        rows = list(self.with_facts(found.order_by("pk"))[: size + 1])
        shown = rows[:size]
        return Page(shown, shown[-1].pk if len(rows) > size else None)

    def as_rows(self, page: Page) -> list[dict[str, Any]]:
        return [row_of(self.fields, row) for row in page.stored]

    def _since(self, since: datetime) -> Q:
        """Keys grow with time: what is long ago need not be read to be passed over."""
        older = self.stored().filter(at__lt=since - NUMBERED_BEFORE).order_by("-pk")
        last_older = older.values_list("pk", flat=True).first() or 0
        return Q(pk__gt=last_older, at__gte=since) | self.changed_later(since)
