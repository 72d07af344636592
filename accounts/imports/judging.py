"""What a row would do: the one place where the verdict on a person is made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.imports import values
from accounts.imports.choices import Verdict
from accounts.imports.columns import BY_NAME, REFERENCES
from accounts.imports.directory import COMPARED
from accounts.imports.indexing import Index, Key
from accounts.imports.models import PeopleImport
from accounts.imports.permissions import can_import_into
from accounts.imports.staging import Staged
from accounts.imports.values import Cell, Misread
from accounts.people.choices import Employment, Status
from accounts.people.models import Employee
from accounts.people.operations.lifecycle import MOVABLE
from accounts.people.querysets import folded

LOGIN_ID_MAX, NAME_MAX = 32, 300
Reading = Callable[[Staged, Cell], None]
MISSING = {"new_department": "department", "new_location": "location"}


@dataclass
class Judge:
    """Turns rows of a file into staged rows with a verdict and the reasons for it."""

    people_import: PeopleImport
    by: Employee
    index: Index
    today: date
    default_language: str
    circles: set[int] = field(default_factory=set)
    missing: dict[str, dict[str, int]] = field(default_factory=lambda: {"departments": {}, "locations": {}})

    def __post_init__(self) -> None:
        self._reach: dict[tuple[int, int | None], bool] = {}
        mapping = self.index.reader.mapping
        self._readings: list[tuple[str, Reading]] = [
            (name, getattr(self, f"_read_{name}"))
            for name in BY_NAME  # in our order: a stored mapping has none on PostgreSQL
            if name in mapping and hasattr(self, f"_read_{name}")
        ]

    def key_of(self, cells: list[Cell]) -> Key | Misread:
        try:
            return self.index.reader.key(cells)
        except Misread as misread:
            return misread

    def row(
        self,
        number: int,
        cells: list[Cell],
        key: Key | Misread,
        pk: int | None,
        was: dict[str, Any] | None,
    ) -> Staged:
        """`pk` and `was` are the person on record, if it is one."""
        row = Staged(self.people_import.pk, number, pk or self.index.new_keys.get(number), was)
        row.language, row.employment = self.default_language, Employment.INTERNAL.value
        for name, value in (was or {}).items():
            self._copy(row, name, value)
        if was and was["status"] == Status.LEFT:
            row.leaves_on = None
        self._identify(row, key)
        for name, reading in self._readings:
            try:
                reading(row, self.index.reader.cell(cells, name))
            except Misread as misread:
                _refuse(row, misread, name)
        self._name(row, cells)
        self._check_whole(row)
        self._decide(row)
        return row

    def _copy(self, row: Staged, name: str, value: Any) -> None:
        if name in ("hired_on", "leaves_on", "left_on"):
            value = date.fromisoformat(value) if value else None
        if name in ("entity", "department", "location", *REFERENCES):
            name = f"{name}_id"
        if name not in ("status", "suspended_at"):
            setattr(row, name, value)

    def _identify(self, row: Staged, key: Key | Misread) -> None:
        if isinstance(key, Misread):
            _refuse(row, key, "personnel_number")
            return
        row.entity_id, row.personnel_number = key
        if key in self.index.twice:
            _refuse(row, Misread("number_twice", number=key[1]))
        if row.number in self.circles:
            _refuse(row, Misread("manager_loop"), "manager")

    def _name(self, row: Staged, cells: list[Cell]) -> None:
        cell = self.index.reader.cell
        try:
            whole = values.text(cell(cells, "name"), NAME_MAX)
            if not whole:
                parts = (values.text(cell(cells, part), NAME_MAX) for part in ("first_name", "last_name"))
                whole = " ".join(part for part in parts if part)
            if len(whole) > NAME_MAX:
                raise Misread("too_long", longest=NAME_MAX)
            if not whole:
                raise Misread("empty")
        except Misread as misread:
            _refuse(row, misread, "name")
            return
        row.name, row.name_folded = whole, folded(whole)

    def _read_email(self, row: Staged, cell: Cell) -> None:
        row.email = values.email(cell)
        if row.email is None:
            return
        owner = self.index.reader.known.by_email.get(row.email)
        if owner is not None and owner != row.employee_id:
            raise Misread("email_taken", value=row.email)
        if row.email in self.index.emails_twice:
            raise Misread("email_twice", value=row.email)

    def _read_department(self, row: Staged, cell: Cell) -> None:
        said = values.text(cell, 800)
        if not said:
            raise Misread("empty")
        row.department_id = self.index.reader.known.department(said)
        if row.department_id is None:
            self._new_place(row, "new_department", said)

    def _read_location(self, row: Staged, cell: Cell) -> None:
        said = values.text(cell, 200)
        if not said:
            raise Misread("empty")
        row.location_id = self.index.reader.known.location(said)
        if row.location_id is None:
            self._new_place(row, "new_location", said)

    def _new_place(self, row: Staged, field_name: str, said: str) -> None:
        """A place that nobody knows: made on the way if that was chosen, else the row is refused."""
        counted = self.missing[f"{MISSING[field_name]}s"]
        counted[said] = counted.get(said, 0) + 1
        if not self.people_import.create_places:
            raise Misread(f"unknown_{MISSING[field_name]}", name=said)
        if any(len(part.strip()) > 200 or not part.strip() for part in said.split(">")):
            raise Misread("too_long", longest=200)
        setattr(row, field_name, said)

    def _read_language(self, row: Staged, cell: Cell) -> None:
        row.language = values.language(cell) or row.language

    def _read_employment(self, row: Staged, cell: Cell) -> None:
        row.employment = values.employment(cell) or row.employment

    def _read_hired_on(self, row: Staged, cell: Cell) -> None:
        row.hired_on = values.day(cell)

    def _read_leaves_on(self, row: Staged, cell: Cell) -> None:
        row.leaves_on = values.day(cell)

    def _read_manager(self, row: Staged, cell: Cell) -> None:
        self._refer(row, "manager", cell)

    def _read_deputy(self, row: Staged, cell: Cell) -> None:
        self._refer(row, "deputy", cell)

    def _read_sponsor(self, row: Staged, cell: Cell) -> None:
        self._refer(row, "sponsor", cell)

    def _refer(self, row: Staged, name: str, cell: Cell) -> None:
        said = values.text(cell, 254)
        node = self.index.find(said, row.entity_id or 0) if said else None
        if node is not None and node in (row.employee_id, -row.number):
            raise Misread("refers_to_self")
        number = -node if node is not None and node < 0 else None
        setattr(row, f"{name}_id", self.index.new_keys[number] if number else node)
        setattr(row, f"{name}_row", number)

    def _check_whole(self, row: Staged) -> None:
        if row.hired_on and row.leaves_on and row.leaves_on < row.hired_on:
            _refuse(row, Misread("leaves_before_start"), "leaves_on")
        if row.entity_id is None:
            return
        places = [(row.entity_id, row.department_id)]
        if row.was is not None:
            places.append((row.was["entity"], row.was["department"]))
        if not all(self._reaches(*place) for place in places):
            _refuse(row, Misread("out_of_reach"))

    def _reaches(self, entity: int, department: int | None) -> bool:
        place = entity, department
        if place not in self._reach:
            path = self.index.reader.known.paths.get(department or 0)
            self._reach[place] = can_import_into(self.by, entity, path)
        return self._reach[place]

    def _decide(self, row: Staged) -> None:
        if row.reasons:
            row.verdict = Verdict.REFUSED
        elif row.was is None:
            self._decide_new(row)
        elif self._is_over(row):
            self._decide_gone(row)
        else:
            row.changes = changes_of(row)
            row.moved = bool(MOVABLE & set(row.changes))
            row.verdict = Verdict.CHANGED if row.changes else Verdict.UNCHANGED
            if row.was["status"] == Status.LEFT:
                row.verdict = Verdict.BACK

    def _is_over(self, row: Staged) -> bool:
        """Whether the file itself says that the last day is over; what was known before says nothing new."""
        said = "leaves_on" in self.index.reader.mapping
        return said and row.leaves_on is not None and row.leaves_on < self.today

    def _decide_new(self, row: Staged) -> None:
        if self._is_over(row):
            _refuse(row, Misread("left_already", day=row.leaves_on.isoformat()), "leaves_on")
            row.verdict = Verdict.REFUSED
        else:
            row.verdict = Verdict.NEW

    def _decide_gone(self, row: Staged) -> None:
        """Who works here leaves; who left has left."""
        assert row.was is not None
        gone = row.was["status"] == Status.LEFT
        row.verdict = Verdict.UNCHANGED if gone else Verdict.LEAVING
        row.left_on = None if gone else row.leaves_on


def changes_of(row: Staged) -> list[str]:
    """Names of the facts that `row` would change; a place or a person still to be made is a change."""
    assert row.was is not None
    found = [name for name in COMPARED if _value(row, name) != row.was[name]]
    for name, made in (("department", row.new_department), ("location", row.new_location)):
        if made and name not in found:
            found.append(name)
    return found


def _value(row: Staged, name: str) -> Any:
    if name in ("department", "location"):
        return getattr(row, f"{name}_id")
    if name in REFERENCES:
        number = getattr(row, f"{name}_row")
        return f"row {number}" if number else getattr(row, f"{name}_id")
    value = getattr(row, name)
    return value.isoformat() if isinstance(value, date) else value


def _refuse(row: Staged, misread: Misread, column: str = "") -> None:
    row.reasons.append({"slug": misread.slug, "column": column, **misread.facts})
