"""Lists of HR as files, written while they are read: what all of them share."""

import io
import tempfile
from array import array
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet
from django.utils import translation

from reports.exports.registry import Table
from reports.exports.sheets import CsvSheet, separator_for, write_xlsx

Row = TypeVar("Row", bound=Model)

FETCH = 2000
# What is written while somebody waits: about a second. Longer lists are made by a job.
AT_ONCE_ROWS = 5000


def keys_of(*runs: QuerySet[Any]) -> "array[int]":
    """Which rows, as of one moment: no row twice or left out, however long the file takes."""
    keys = array("q")
    for run in runs:
        keys.extend(run.values_list("pk", flat=True).iterator(chunk_size=FETCH))
    return keys


def in_chunks(keys: "array[int]", rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """The rows in the order of their keys. Those that fit the filter of `rows` no longer are passed over."""
    for start in range(0, len(keys), FETCH):
        some = keys[start : start + FETCH]
        found = {row.pk: row for row in rows.order_by().filter(pk__in=some.tolist())}
        yield [found[key] for key in some if key in found]


def day_in(zone: str, moment: datetime | None) -> date | str:
    """The day that pages show for `moment`, if there is one: that of the reader."""
    return moment.astimezone(ZoneInfo(zone)).date() if moment else ""


class Pipe(io.BytesIO):
    """What was written and not yet taken."""

    def take(self) -> bytes:
        content = self.getvalue()
        self.seek(0)
        self.truncate()
        return content


def csv_parts(table: Table, language: str) -> Iterator[bytes]:
    """The file piece by piece, so that memory stays flat. Streams outlive the view, and so its language."""
    pipe = Pipe()
    with translation.override(language):
        sheet = CsvSheet(pipe, table.columns, separator_for(language))
    with sheet:
        for line in table.rows():
            with translation.override(language):
                sheet.add(line)
            if pipe.tell():
                yield pipe.take()
    yield pipe.take()


def xlsx_file(table: Table, language: str) -> IO[bytes]:
    """The whole file on disk, without a name: it is gone when it is closed."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 — the response closes it
    with translation.override(language):
        write_xlsx(out, table.rows(), table.columns, title=table.title)
    out.seek(0)
    return out
