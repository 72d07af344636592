"""No test leaves a row behind: when one has ended, every table holds what the migrated template holds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import TestCase


class RowsLeft(AssertionError):
    """A test that is rolled back has committed something, or somebody beside it has."""


@cache
def _tables() -> list[str]:
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def row_counts() -> dict[str, int]:
    """The number of rows of each table, asked in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_prepared(cursor) if connection.vendor == "postgresql" else _counting())
        return dict(zip(_tables(), cursor.fetchone(), strict=True))


@cache
def _counting() -> str:
    quote = connection.ops.quote_name
    return f"SELECT {', '.join(f'(SELECT count(*) FROM {quote(table)})' for table in _tables())}"


def _prepared(cursor: CursorWrapper) -> str:
    """PostgreSQL takes ten times as long to plan it as to count: it plans once for each connection."""
    cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = 'row_counts'")
    if not cursor.fetchone():
        cursor.execute(f"PREPARE row_counts AS {_counting()}")
    return "EXECUTE row_counts"


class Untouched:
    """What every table holds between two tests: the migrated template, and whatever some tests share."""

    def __init__(self) -> None:
        self._expected = [row_counts()]

    @property
    def are_shared(self) -> bool:
        return len(self._expected) > 1

    def require(self) -> None:
        """Raise `RowsLeft` with the tables that hold more or fewer rows than between two tests."""
        found = row_counts()
        expected = self._expected[-1].items()
        changed = [f"{name}: {found[name]}, not {rows}" for name, rows in expected if found[name] != rows]
        if changed:
            raise RowsLeft("; ".join(changed))

    @contextmanager
    def with_shared_rows(self, make: Callable[[], Any]) -> Iterator[Any]:
        """Make rows once for many tests, each of which is rolled back to them; at the end they go as well."""
        atomics = TestCase._enter_atomics()
        try:
            made = make()
            self._expected.append(row_counts())
            yield made
            self._expected.pop()
        finally:
            TestCase._rollback_atomics(atomics)
