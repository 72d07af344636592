"""The first sheet of an XLSX file as a stream: nothing in it is unfolded that was not measured before."""

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import IO, Any
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from accounts.imports.limits import CELLS_MAX, COLUMNS_MAX, PARTS_MAX, UNPACK_RATIO_MAX, UNPACKED_BYTES_MAX
from accounts.imports.rules import FileUnreadable
from accounts.imports.values import Broken, Cell, Formula

BLOCK = 64 * 1024
SMALL = 1024 * 1024  # what is small needs no ratio
ENCRYPTED = 0x1


class Workbook:
    kind, encoding, separator = "xlsx", "", ""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            _refuse_bombs(self._zip)
            self._sheet, self._epoch = self._first_sheet()
        except (zipfile.BadZipFile, KeyError, expat.ExpatError, NotImplementedError) as error:
            raise FileUnreadable("broken_workbook") from error

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        reader = _SheetReader(self._cell)
        try:
            for _ in _parsed(self._zip, self._sheet, reader.start, reader.end, reader.data):
                yield from reader.taken()
        except (
            zipfile.BadZipFile,
            expat.ExpatError,
            ValueError,
            IndexError,
            OverflowError,
            EOFError,
        ) as error:
            raise FileUnreadable("broken_workbook") from error

    def _cell(self, kind: str, style: str, value: str, is_formula: bool) -> Cell:
        if is_formula:
            return Formula(value)
        if kind == "s":
            return self._strings[int(value)]
        if kind == "e":
            return Broken(value)
        if kind in ("str", "inlineStr", "d"):
            return value
        if kind == "b":
            return "true" if value == "1" else "false"
        return self._number(value, style)

    def _number(self, value: str, style: str) -> Cell:
        if style and style.isdigit() and int(style) in self._date_styles:
            found = from_excel(float(value), self._epoch)
            return found if isinstance(found, date) else value
        try:
            number = Decimal(value)
        except InvalidOperation:
            return value
        return str(int(number)) if number == number.to_integral_value() and abs(number) < 10**18 else value

    @cached_property
    def _strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._zip.namelist():
            return []
        reader = _StringReader()
        for _ in _parsed(self._zip, "xl/sharedStrings.xml", reader.start, reader.end, reader.data):
            pass
        return reader.found

    @cached_property
    def _date_styles(self) -> frozenset[int]:
        """Which cell styles show a number as a day."""
        if "xl/styles.xml" not in self._zip.namelist():
            return frozenset()
        formats, used, inside = dict(BUILTIN_FORMATS), [], [False]

        def start(name: str, given: dict[str, str]) -> None:
            if name == "numFmt":
                formats[int(given.get("numFmtId", 0))] = given.get("formatCode", "")
            elif name == "cellXfs":
                inside[0] = True
            elif name == "xf" and inside[0]:
                used.append(int(given.get("numFmtId", 0)))

        def end(name: str) -> None:
            if name == "cellXfs":
                inside[0] = False

        _run(self._zip, "xl/styles.xml", start, end)
        return frozenset(at for at, number in enumerate(used) if is_date_format(formats.get(number)))

    def _first_sheet(self) -> tuple[str, Any]:
        sheets: list[str] = []
        epoch = [CALENDAR_WINDOWS_1900]
        targets: dict[str, str] = {}

        def start(name: str, given: dict[str, str]) -> None:
            if name == "sheet" and given.get("state", "visible") == "visible":
                sheets.append(next((value for key, value in given.items() if key.endswith(":id")), ""))
            elif name == "workbookPr" and given.get("date1904") in ("1", "true"):
                epoch[0] = CALENDAR_MAC_1904

        def relation(name: str, given: dict[str, str]) -> None:
            if name == "Relationship":
                targets[given.get("Id", "")] = given.get("Target", "")

        _run(self._zip, "xl/workbook.xml", start, lambda name: None)
        _run(self._zip, "xl/_rels/workbook.xml.rels", relation, lambda name: None)
        if not sheets:
            raise FileUnreadable("empty_file")
        target = targets[sheets[0]]
        return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"), epoch[0]


class _SheetReader:
    """Turns the events of a sheet into rows; empty cells between others are filled in."""

    def __init__(self, cell: Callable[[str, str, str, bool], Cell]) -> None:
        self._cell = cell
        self._done: list[tuple[int, list[Cell]]] = []
        self._row: list[Cell] = []
        self._number = self._cells = self._column = 0
        self._kind = self._style = ""
        self._formula = self._reading = False
        self._text: list[str] = []

    def taken(self) -> list[tuple[int, list[Cell]]]:
        done, self._done = self._done, []
        return done

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(given)
        elif name in ("v", "t"):
            self._reading = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._number = int(given.get("r", self._number + 1))
            self._row = []

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._reading = False
        elif name == "row":
            self._done.append((self._number, self._row))

    def data(self, text: str) -> None:
        if self._reading:
            self._text.append(text)

    def _begin_cell(self, given: dict[str, str]) -> None:
        self._cells += 1
        if self._cells > CELLS_MAX:
            raise FileUnreadable("too_many_cells", most=CELLS_MAX)
        self._column = _column(given.get("r", "")) or len(self._row) + 1
        self._kind, self._style = given.get("t", "n"), given.get("s", "")
        self._formula, self._text = False, []

    def _end_cell(self) -> None:
        if not self._text and not self._formula:
            return
        if self._column > COLUMNS_MAX:
            raise FileUnreadable("too_many_columns", count=self._column, most=COLUMNS_MAX)
        self._row.extend([None] * (self._column - len(self._row) - 1))
        self._row.append(self._cell(self._kind, self._style, "".join(self._text), self._formula))


class _StringReader:
    """The table of texts that cells point to; furigana and the like are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text: list[str] = []
        self._reading = self._aside = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "si":
            self._text = []
        elif name == "rPh":
            self._aside = True
        elif name == "t":
            self._reading = not self._aside

    def end(self, name: str) -> None:
        if name == "si":
            self.found.append("".join(self._text))
        elif name == "rPh":
            self._aside = False
        elif name == "t":
            self._reading = False

    def data(self, text: str) -> None:
        if self._reading:
            self._text.append(text)


def _column(reference: str) -> int:
    """ "AB12" → 28; 0 if it names none."""
    column = 0
    for letter in reference:
        if not "A" <= letter <= "Z" or column > COLUMNS_MAX:
            break
        column = column * 26 + ord(letter) - 64
    return column


def _refuse_bombs(book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise FileUnreadable("old_excel")
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if (
        len(parts) > PARTS_MAX
        or unpacked > UNPACKED_BYTES_MAX
        or (unpacked > SMALL and unpacked > UNPACK_RATIO_MAX * max(packed, 1))
    ):
        raise FileUnreadable("bomb")


def _run(book: zipfile.ZipFile, part: str, start: Any, end: Any) -> None:
    for _ in _parsed(book, part, start, end, lambda text: None):
        pass


def _parsed(book: zipfile.ZipFile, part: str, start: Any, end: Any, data: Any) -> Iterator[None]:
    """Parse a part block by block. Whatever declares a document type wants to unfold something: refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise FileUnreadable("bomb")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: start(name.rpartition(":")[2], given)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = data
    with book.open(part) as stream:
        while block := stream.read(BLOCK):
            parser.Parse(block, False)
            yield
        parser.Parse(b"", True)
        yield
