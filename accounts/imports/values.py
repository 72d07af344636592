"""From what a cell says to what it means. Pure; what cannot be understood is a `Misread` with a slug."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
# Excel counts days from here, because it believes that 1900 was a leap year.
EXCEL_EPOCH = date(1899, 12, 30)
GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
SERIAL = re.compile(r"[2-7]\d{4}")  # 1954 to 2119
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
LANGUAGES = {"de": "de", "deutsch": "de", "german": "de", "en": "en", "englisch": "en", "english": "en"}
EMPLOYMENTS = {
    **dict.fromkeys(("internal", "intern", "employed", "angestellt", "i"), "internal"),
    **dict.fromkeys(
        ("external", "extern", "agency", "temporary", "leiharbeit", "zeitarbeit", "e"), "external"
    ),
}
SPACE = re.compile(r"\s+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # what Unicode calls Cc and Cs

Cell = str | date | None


class Misread(ValueError):
    """A cell that is not what its column should hold: a slug of `wording` and what is filled in."""

    def __init__(self, slug: str, **facts: str | int) -> None:
        self.slug, self.facts = slug, facts
        super().__init__(slug)


class Formula(str):
    """A cell that is computed: what it would show is not in the file for certain."""


class Broken(str):
    """A cell with an error of the spreadsheet, such as #N/A."""


def text(cell: Cell, longest: int) -> str:
    """One line of text without surrounding space. Raises `Misread` for what no fact can hold."""
    if isinstance(cell, Formula):
        raise Misread("formula")
    if isinstance(cell, Broken):
        raise Misread("cell_error", value=str(cell)[:20])
    if cell is None:
        return ""
    said = cell.isoformat() if isinstance(cell, date) else _one_line(cell)
    if len(said) > longest:
        raise Misread("too_long", longest=longest)
    return said


def _one_line(cell: str) -> str:
    if cell.isprintable() and "  " not in cell:  # nearly every cell, by two looks instead of two searches
        return cell.strip()
    said = SPACE.sub(" ", cell).strip()
    if CONTROL.search(said):
        raise Misread("control_character")
    return said


def day(cell: Cell) -> date | None:
    """31.12.2026, 2026-12-31, a date of a spreadsheet or its serial number. Raises `Misread`."""
    if isinstance(cell, datetime):
        cell = cell.date()
    found = cell if isinstance(cell, date) else _day_in(text(cell, 40))
    if found is not None and not FIRST_DAY <= found <= LAST_DAY:
        raise Misread("unlikely_day", value=found.isoformat())
    return found


def _day_in(said: str) -> date | None:
    said = CLOCK.sub("", said)
    if not said:
        return None
    if SERIAL.fullmatch(said):
        return EXCEL_EPOCH + timedelta(days=int(said))
    german, iso = GERMAN.fullmatch(said), ISO.fullmatch(said)
    try:
        if german:
            return date(int(german[3]), int(german[2]), int(german[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass
    raise Misread("not_a_day", value=said[:40])


def email(cell: Cell) -> str | None:
    said = text(cell, 254).lower()
    if said and not EMAIL.fullmatch(said):
        raise Misread("not_an_email", value=said[:80])
    return said or None


def language(cell: Cell) -> str:
    return one_of(LANGUAGES, cell, "unknown_language")


def employment(cell: Cell) -> str:
    return one_of(EMPLOYMENTS, cell, "unknown_employment")


def one_of(known: Mapping[str, str], cell: Cell, slug: str) -> str:
    """What one of the words `known`, which are in lower case, means. Raises `Misread`."""
    said = text(cell, 40)
    if said and said.casefold() not in known:
        raise Misread(slug, value=said)
    return known.get(said.casefold(), "")
