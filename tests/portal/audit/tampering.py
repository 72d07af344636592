"""Getting past the triggers, as somebody with the database in hand would."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from portal.audit.append_only import _statements

TABLE = "audit_auditevent"


def run(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@contextmanager
def unguarded(table: str = TABLE) -> Iterator[None]:
    """Take the triggers of `table` off for as long as the block runs."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        yield
        run(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        return
    for act in ("update", "delete"):
        run(f'DROP TRIGGER "append_only_{table}_{act}"')
    yield
    for statement in _statements("sqlite", [table]):
        run(statement)


def tamper(sql: str, *params: Any) -> None:
    with unguarded():
        run(sql, *params)
