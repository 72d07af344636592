"""A file as a table: its headings, then row after row, without holding it in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

from accounts.imports import delimited, workbooks
from accounts.imports.limits import COLUMNS_MAX, ROWS_MAX
from accounts.imports.rules import FileUnreadable
from accounts.imports.values import Cell

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Source(Protocol):
    """One way in which tables are written."""

    kind: str
    encoding: str
    separator: str

    def rows(self) -> Iterator[tuple[int, list[Cell]]]: ...


@dataclass(frozen=True)
class Table:
    """`rows` starts anew each time: checking reads a file twice."""

    source: Source
    headings: list[str]
    rows_max: int

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Rows below the headings, by their number in the file. Raises `FileUnreadable`."""
        found = self.source.rows()
        next(found, None)
        for number, cells in found:
            if number > self.rows_max + 1:
                raise FileUnreadable("too_many_rows", most=self.rows_max)
            if any(cells):
                yield number, cells

    def shape(self) -> dict[str, object]:
        source = self.source
        return {
            "kind": source.kind,
            "encoding": source.encoding,
            "separator": source.separator,
            "headings": self.headings,
        }


def open_table(file: IO[bytes], rows_max: int | None = None) -> Table:
    """The table in `file`, whatever its kind, of which `rows_max` rows are read. Raises `FileUnreadable`."""
    start = file.read(8)
    file.seek(0)
    if not start:
        raise FileUnreadable("empty_file")
    if start.startswith(OLE):
        raise FileUnreadable("old_excel")
    source = workbooks.Workbook(file) if start.startswith(ZIP) else delimited.Delimited(file)
    return Table(source, _headings(source), rows_max or ROWS_MAX)


def cell_at(cells: Sequence[Cell], column: int | None) -> Cell:
    """What stands in `column`; nothing where the file has none, or where the row ends before it."""
    return cells[column] if column is not None and column < len(cells) else None


def _headings(source: Source) -> list[str]:
    for _number, cells in source.rows():
        headings = [str(cell or "").strip()[:200] for cell in cells]
        while headings and not headings[-1]:
            headings.pop()
        if not headings:
            raise FileUnreadable("no_headings")
        if len(headings) > COLUMNS_MAX:
            raise FileUnreadable("too_many_columns", count=len(headings), most=COLUMNS_MAX)
        return headings
    raise FileUnreadable("empty_file")
