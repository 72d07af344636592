"""One statement for many rows: what 100 000 people need in seconds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import F, Func, JSONField, UUIDField

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
    selected = source.annotate(**names).order_by(*(new_ids or ["?"])).values_list(*names)
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


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values that stand in the order of `names`, by COPY where the database has it.

    Nothing is validated and no default filled in; model `save` and signals do not run.
    """
    connection = connections["default"]
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(field.column) for field in fields)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in _with_json_as_text(fields, rows):
                    copy.write_row(row)
        else:
            marks = ", ".join("%s" for _field in fields)
            values = (
                [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
                for row in rows
            )
            cursor.executemany(" ".join(("INSERT INTO", table, f"({columns}) VALUES ({marks})")), values)


def _with_json_as_text(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    places = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]
    for row in rows:
        values = list(row)
        for place in places:
            values[place] = None if values[place] is None else json.dumps(values[place])
        yield values


def reserve_keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that the database will give to nobody else; those never used are gaps."""
    connection = connections["default"]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            key = model._meta.pk.column
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [connection.ops.quote_name(table), key, count])
            return [found for (found,) in cursor.fetchall()]
        cursor.execute("SELECT 1 FROM sqlite_sequence WHERE name = %s", [table])
        if cursor.fetchone() is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 0)", [table])
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [count, table]
        )
        (last,) = cursor.fetchone()
        return list(range(last - count + 1, last + 1))


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
