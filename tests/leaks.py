"""No test leaves a row behind: when one has ended, every table holds what the migrated template holds."""

from functools import cache

from django.db import connection


class RowsLeft(AssertionError):
    """A test that is rolled back has committed something, or somebody beside it has."""


@cache
def _tables() -> list[str]:
    return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))


def row_counts() -> dict[str, int]:
    """The number of rows of each table, asked in one query."""
    quote = connection.ops.quote_name
    columns = ", ".join(f"(SELECT count(*) FROM {quote(table)})" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")
        return dict(zip(_tables(), cursor.fetchone(), strict=True))


def require_rows(expected: dict[str, int]) -> None:
    """Raise `RowsLeft` with the tables that do not hold as many rows as `expected` says."""
    found = row_counts()
    changed = [f"{name}: {found[name]}, not {rows}" for name, rows in expected.items() if found[name] != rows]
    if changed:
        raise RowsLeft("; ".join(changed))
