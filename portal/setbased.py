"""One statement for many rows: what 100 000 people need in seconds."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import F, Func, UUIDField

MANY = 5_000  # rows after which the statistics of a table are no longer true


class NewUUID(Func):
    """A fresh random UUID per row, made by the database."""

    output_field = UUIDField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        return "gen_random_uuid()", []

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        return "lower(hex(randomblob(16)))", []


def insert_select(model: type[models.Model], source: models.QuerySet, values: Mapping[str, Any]) -> int:
    """Insert one `model` row per row of `source`; `values` maps field names to expressions over it.

    Returns the number of rows inserted. Model `save` and signals do not run.
    """
    names = {f"_{name}": value for name, value in values.items()}
    # Sorted by what no index knows, all rows are found before the first is written. Otherwise PostgreSQL
    # believes a young table empty and reads it again, growing, for each row: minutes instead of seconds.
    new_ids = [name for name, value in names.items() if isinstance(value, NewUUID)]
    selected = source.annotate(**names).order_by(*new_ids).values_list(*names)
    try:
        sql, params = selected.query.sql_with_params()
    except EmptyResultSet:  # a rule that can meet nobody
        return 0
    connection = connections[source.db]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) {sql}", params)
        inserted = cursor.rowcount
    if inserted >= MANY:
        refresh_statistics(model)
    return inserted


def update_from(
    model: type[models.Model], source: models.QuerySet, values: Mapping[str, Any], *, key: str
) -> int:
    """Update the `model` row whose primary key is `key` of a row of `source`, for each such row.

    `values` maps field names to expressions over `source`. Returns the number of rows updated. Model `save`
    and signals do not run. A row of `model` that two rows of `source` name gets the values of either.
    """
    names = {f"_{name}": value for name, value in values.items()}
    selected = source.order_by().annotate(_key=F(key), **names).values_list("_key", *names)
    try:
        sql, params = selected.query.sql_with_params()
    except EmptyResultSet:
        return 0
    connection = connections[source.db]
    quote = connection.ops.quote_name
    table, own_key = quote(model._meta.db_table), quote(model._meta.pk.column)
    columns = ", ".join(
        f"{quote(model._meta.get_field(name).column)} = staged.{quote(f'_{name}')}" for name in values
    )
    parts = (
        "UPDATE",
        table,
        "SET",
        columns,
        "FROM",
        f"({sql}) AS staged",
        f"WHERE {table}.{own_key} = staged._key",
    )
    with connection.cursor() as cursor:
        cursor.execute(" ".join(parts), params)
        return cursor.rowcount


def refresh_statistics(*models: type[models.Model]) -> None:
    """Tell PostgreSQL that many rows just came.

    With the statistics of a table that was empty, "who is not among them" is answered by a search per row:
    hours instead of a second. The database would look by itself, but only after the transaction.
    """
    connection = connections["default"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in models:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def prepare_for_many() -> None:
    """Give this transaction room to hash some hundred thousand keys, for the same reason."""
    connection = connections["default"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'")
