"""Tables as CSV and XLSX in which no cell starts a formula (E2), written row by row."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Generic, Self, TypeVar
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Row = TypeVar("Row")

# What spreadsheets read as the start of a formula, in its full-width forms too (OWASP, CSV injection).
DANGEROUS = frozenset("=+-@|%＝＋－＠")
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
XLSX_CELL_MAX = 32_767
XLSX_ROWS_MAX = 1_000_000
TEXT_FORMAT = "@"
BOM = "\ufeff"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its heading, how its value is taken from a row, and how wide it is shown in XLSX."""

    label: str | Promise
    value: Callable[[Row], Any]
    width: int = 18


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet could take `text` for something to carry out."""
    return text[:1] in ("\t", "\r", "\n") or text.lstrip()[:1] in DANGEROUS


def plain(value: Any) -> Any:
    """A value as it goes into a cell: text without control characters, numbers, days and moments."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | date):
        return value
    return UNSTORABLE.sub("", str(value))


def defused(text: str) -> str:
    """Text for CSV, where only a leading apostrophe keeps it from being a formula."""
    return f"'{text}" if is_dangerous(text) else text


class _Sheet(Generic[Row]):
    """A table in a `with` block, filled row by row."""

    def __enter__(self) -> Self:
        return self


class CsvSheet(_Sheet[Row]):
    """UTF-8 with a byte order mark and CRLF (RFC 4180); `separator` is ";" where the comma is decimal."""

    def __init__(self, out: IO[bytes], columns: Sequence[Column[Row]], separator: str = ",") -> None:
        self._columns = columns
        self._text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
        self._text.write(BOM)
        self._writer = csv.writer(self._text, delimiter=separator, quoting=csv.QUOTE_MINIMAL)
        self._writer.writerow([defused(plain(column.label)) for column in columns])

    def add(self, row: Row) -> None:
        self._writer.writerow([self._cell(column.value(row)) for column in self._columns])

    def __exit__(self, *error: object) -> None:
        """Write out what is buffered; the file underneath stays open."""
        self._text.flush()
        self._text.detach()

    @staticmethod
    def _cell(value: Any) -> str:
        value = plain(value)
        if isinstance(value, datetime):
            return value.isoformat(sep=" ", timespec="seconds")
        if isinstance(value, int | float | date):
            return str(value)
        return defused(value)


class XlsxSheet(_Sheet[Row]):
    """Streams to a temporary file; every text cell is forced to be text. `zone` is that of all moments."""

    def __init__(
        self, out: IO[bytes], columns: Sequence[Column[Row]], *, title: str, zone: str = "UTC"
    ) -> None:
        self._out, self._columns, self._title, self._zone = out, columns, title, ZoneInfo(zone)
        self._book = Workbook(write_only=True)
        self._begin_sheet()

    def add(self, row: Row) -> None:
        if self._rows == XLSX_ROWS_MAX:
            self._begin_sheet()
        self._sheet.append([self._cell(column.value(row)) for column in self._columns])
        self._rows += 1

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Write the file; after an error only remove openpyxl's temporary ones."""
        if kind is None:
            self._book.save(self._out)
            return
        for sheet in self._book.worksheets:
            sheet.close()
            sheet._writer.cleanup()

    def _begin_sheet(self) -> None:
        number = len(self._book.worksheets) + 1
        name = re.sub(r"[\[\]:*?/\\]", " ", self._title)[:28].strip() or "1"
        self._sheet = self._book.create_sheet(name if number == 1 else f"{name} {number}")
        self._sheet.freeze_panes = "A2"
        for position, column in enumerate(self._columns):
            self._sheet.column_dimensions[_letter(position)].width = column.width
        self._sheet.append([self._heading(str(column.label)) for column in self._columns])
        self._rows = 1

    def _heading(self, label: str) -> WriteOnlyCell:
        cell = self._text_cell(UNSTORABLE.sub("", label))
        cell.font = Font(bold=True)
        return cell

    def _cell(self, value: Any) -> Any:
        value = plain(value)
        if isinstance(value, datetime):
            return value.astimezone(self._zone).replace(tzinfo=None, microsecond=0)
        return value if isinstance(value, int | float | date) else self._text_cell(value)

    def _text_cell(self, text: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet, value="")
        cut = len(text) > XLSX_CELL_MAX
        cell._value = text[: XLSX_CELL_MAX - 1] + "…" if cut else text
        cell.data_type = "s"
        if is_dangerous(text):
            # Otherwise the text would become a formula when somebody edits the cell.
            cell.number_format = TEXT_FORMAT
        return cell


def write_csv(
    out: IO[bytes], rows: Iterable[Row], columns: Sequence[Column[Row]], *, separator: str = ","
) -> None:
    """Write a whole table as CSV."""
    with CsvSheet(out, columns, separator) as sheet:
        for row in rows:
            sheet.add(row)


def write_xlsx(
    out: IO[bytes], rows: Iterable[Row], columns: Sequence[Column[Row]], *, title: str, zone: str = "UTC"
) -> None:
    """Write a whole table as XLSX."""
    with XlsxSheet(out, columns, title=title, zone=zone) as sheet:
        for row in rows:
            sheet.add(row)


def separator_for(language: str) -> str:
    """What spreadsheets of that language expect between values."""
    return ";" if language.startswith("de") else ","


def _letter(position: int) -> str:
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
