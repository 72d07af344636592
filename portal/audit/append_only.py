"""Rows that are written once: refused in Python and, by triggers, in the database itself.

SQLite drops triggers when a migration remakes a table, so they are installed again after every migrate.
"""

from typing import Any, ClassVar

from django.apps import apps
from django.db import connections, models


class AppendOnly(Exception):
    """Somebody tried to change or delete a row that is evidence. Corrections are new rows."""


class AppendOnlyQuerySet(models.QuerySet):
    """A queryset that reads and inserts, and refuses the rest."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnly(f"{self.model.__name__} rows are never updated")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise AppendOnly(f"{self.model.__name__} rows are never updated")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly(f"{self.model.__name__} rows are never deleted")


class AppendOnlyModel(models.Model):
    """Base of every ▲ model of the domain."""

    append_only: ClassVar[bool] = True
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(f"{type(self).__name__} rows are never updated")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly(f"{type(self).__name__} rows are never deleted")


def append_only_models() -> list[type[models.Model]]:
    """Every model whose rows the database refuses to change."""
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def install_triggers(*, using: str = "default", **_: Any) -> None:
    """Install the refusing triggers on every append-only table that exists; idempotent."""
    connection = connections[using]
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        tables = [m._meta.db_table for m in append_only_models() if m._meta.db_table in existing]
        for statement in _statements(connection.vendor, tables):
            cursor.execute(statement)


def missing_triggers(using: str = "default") -> list[str]:
    """Names of append-only tables the database would let somebody change; empty when all is well."""
    connection = connections[using]
    query = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%%'",
        "postgresql": (
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE t.tgname LIKE 'append_only_%%' AND t.tgenabled <> 'D'"
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query.replace("%%", "%"))
        guarded = [row[0] for row in cursor.fetchall()]
    return [model._meta.db_table for model in append_only_models() if guarded.count(model._meta.db_table) < 2]


def _statements(vendor: str, tables: list[str]) -> list[str]:
    if vendor == "sqlite":
        return [statement for table in tables for statement in _sqlite(table)]
    return [_POSTGRES_FUNCTION, *(statement for table in tables for statement in _postgres(table))]


def _sqlite(table: str) -> list[str]:
    return [
        f'CREATE TRIGGER IF NOT EXISTS "append_only_{table}_{act.lower()}" BEFORE {act} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _postgres(table: str) -> list[str]:
    row, truncate = f"append_only_{table}_row"[:63], f"append_only_{table}_all"[:63]
    return [
        f'CREATE OR REPLACE TRIGGER "{row}" BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION portal_append_only()",
        f'CREATE OR REPLACE TRIGGER "{truncate}" BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only()",
    ]
