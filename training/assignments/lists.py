"""Lists of who did what: a row's words, and the verdict on it. Pure, but for looking people up in bundles."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db import models
from django.utils.translation import pgettext_lazy

from accounts.imports.headings import Field, guess_among
from accounts.imports.tables import cell_at, open_table
from accounts.imports.values import Cell, Misread, day, text
from accounts.register.lists.people import People
from training.assignments.rules import ColumnsMissing, EmptyList

ROWS_MAX = 10_000
PERSON_MAX, COURSE_MAX = 254, 200
PERSON = Field(
    "person",
    pgettext_lazy("list of courses done", "Person"),
    "Person",
    "Person",
    ("personalnummer", "personnel number", "e mail", "email", "mail", "login", "anmeldename", "mitarbeiter"),
    required=True,
)
COURSE = Field(
    "course", pgettext_lazy("list of courses done", "Course"), "Schulung", "Course", ("kurs", "training")
)
DONE_ON = Field(
    "done_on",
    pgettext_lazy("list of courses done", "Done on"),
    "Datum",
    "Date",
    ("erledigt am", "abgeschlossen am", "done on", "completed on", "completed", "tag", "day"),
)


class Verdict(models.TextChoices):
    """What is made of a row."""

    NEW = "new", pgettext_lazy("verdict on a row", "Will be recorded")
    KNOWN = "known", pgettext_lazy("verdict on a row", "Recorded already")
    TWICE = "twice", pgettext_lazy("verdict on a row", "Stands in the list twice")
    YOURSELF = "yourself", pgettext_lazy("verdict on a row", "Left out: somebody else records this for you")
    UNKNOWN_PERSON = "unknown_person", pgettext_lazy("verdict on a row", "Nobody is known by this")
    SEVERAL_PEOPLE = "several_people", pgettext_lazy("verdict on a row", "Several people are known by this")
    UNKNOWN_COURSE = "unknown_course", pgettext_lazy("verdict on a row", "No such course")
    WRONG_DATE = "wrong_date", pgettext_lazy("verdict on a row", "Not a day")
    IN_FUTURE = "in_future", pgettext_lazy("verdict on a row", "Lies in the future")


HARMLESS = frozenset({Verdict.NEW, Verdict.KNOWN, Verdict.TWICE, Verdict.YOURSELF})


@dataclass(frozen=True)
class Line:
    """What a row says: who, and where the list is of several courses, which and when."""

    number: int
    person: str
    course: str = ""
    done_on: date | None = None
    is_misread: bool = False


@dataclass(frozen=True)
class Judged:
    """A row with its verdict; `person` and `course` are primary keys of what it means."""

    line: Line
    verdict: Verdict
    person: int | None = None
    course: int | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Preview:
    """All rows, and whether the list can be taken over as it is."""

    rows: Sequence[Judged]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.verdict for row in self.rows)
        return {verdict.value: found[verdict] for verdict in Verdict if found[verdict]}

    @property
    def is_clean(self) -> bool:
        return all(row.verdict in HARMLESS for row in self.rows)

    @property
    def new(self) -> list[Judged]:
        return [row for row in self.rows if row.verdict == Verdict.NEW]


def read_people(file: IO[bytes]) -> list[Line]:
    """Who is named in a CSV or XLSX file. Raises `FileUnreadable`, `ColumnsMissing`, `EmptyList`."""
    return _read(file, (PERSON,))


def read_history(file: IO[bytes]) -> list[Line]:
    """Who did which course when. Raises `FileUnreadable`, `ColumnsMissing`, `EmptyList`."""
    return _read(file, (PERSON, COURSE, DONE_ON))


def lines_of(words: str) -> list[Line]:
    """One person a line, as typed or pasted into a field. Raises `EmptyList`."""
    said = [line.strip()[:PERSON_MAX] for line in words.splitlines()]
    return _some([Line(number, who) for number, who in enumerate(said, start=1) if who])


def _read(file: IO[bytes], fields: Sequence[Field]) -> list[Line]:
    table = open_table(file, rows_max=ROWS_MAX)
    columns = guess_among(fields, table.headings, {})
    missing = [str(field.label) for field in fields if field.name not in columns]
    if missing:
        raise ColumnsMissing(missing)
    return _some([_line(number, cells, columns) for number, cells in table.rows()])


def _some(lines: list[Line]) -> list[Line]:
    if not lines:
        raise EmptyList
    return lines


def _line(number: int, cells: Sequence[Cell], columns: Mapping[str, int]) -> Line:
    """Words that cannot be read leave an empty cell, which the verdict then says is wrong."""
    person = _words(cell_at(cells, columns.get("person")), PERSON_MAX)
    course = _words(cell_at(cells, columns.get("course")), COURSE_MAX)
    try:
        return Line(number, person, course, day(cell_at(cells, columns.get("done_on"))))
    except Misread:
        return Line(number, person, course, is_misread=True)


def _words(cell: Cell, longest: int) -> str:
    try:
        return text(cell, longest)
    except Misread:
        return ""


@dataclass
class Judge:
    """Says what is made of each row. `courses` maps slugs and titles, in lower case, to primary keys;
    `visible` are those whom the person who brings the list may see; `done` what is recorded already."""

    people: People
    courses: Mapping[str, int]
    visible: frozenset[int]
    done: frozenset[tuple[int, int, date]]
    today: date
    # Whoever brings the list.
    by: int

    def all_of(self, lines: Iterable[Line], *, course: int | None = None, on: date | None = None) -> Preview:
        """`course` and `on` are the same for all rows of a list of one course."""
        seen: set[tuple[int, int, date]] = set()
        rows = []
        for line in lines:
            judged = self._row(line, course, on)
            key = (judged.person or 0, judged.course or 0, judged.done_on or date.min)
            if judged.verdict == Verdict.NEW and key in seen:
                judged = Judged(line, Verdict.TWICE, *key)
            seen.add(key)
            rows.append(judged)
        return Preview(rows)

    def _row(self, line: Line, course: int | None, on: date | None) -> Judged:
        person = self._person(line)
        if isinstance(person, Verdict):
            return Judged(line, person)
        if person == self.by:
            return Judged(line, Verdict.YOURSELF, person)
        meant = course or self.courses.get(line.course.casefold())
        if meant is None:
            return Judged(line, Verdict.UNKNOWN_COURSE, person)
        done_on = on or line.done_on
        if done_on is None:
            return Judged(line, Verdict.WRONG_DATE, person, meant)
        if done_on > self.today:
            return Judged(line, Verdict.IN_FUTURE, person, meant, done_on)
        known = (person, meant, done_on) in self.done
        return Judged(line, Verdict.KNOWN if known else Verdict.NEW, person, meant, done_on)

    def _person(self, line: Line) -> int | Verdict:
        """Whoever lies outside the reach of the role is as unknown as somebody who is not there."""
        try:
            found = self.people.find(line.person, None) if line.person else None
        except Misread as misread:
            several = misread.slug == Verdict.SEVERAL_PEOPLE
            return Verdict.SEVERAL_PEOPLE if several else Verdict.UNKNOWN_PERSON
        return found if found in self.visible and found is not None else Verdict.UNKNOWN_PERSON
