"""Reading a file into the staging table, a chunk at a time, each row with its verdict. Can begin anew."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from accounts.imports.choices import State, Verdict
from accounts.imports.columns import REFERENCES
from accounts.imports.directory import Directory, facts_of
from accounts.imports.indexing import Index, Reader
from accounts.imports.judging import Judge
from accounts.imports.limits import CHUNK, PLACES_LISTED
from accounts.imports.models import ImportedRow, PeopleImport
from accounts.imports.permissions import can_state_completeness
from accounts.imports.staging import COLUMNS, Staged, values_of
from accounts.imports.tables import Table
from accounts.imports.values import Cell, Misread
from accounts.people.choices import Role
from accounts.people.models import Employee, Organisation
from accounts.people.querysets import any_login_id
from portal.jobs.running import Run
from portal.setbased import insert_rows, refresh_statistics

Row = tuple[int, list[Cell]]


def check(run: Run, people_import: PeopleImport, table: Table, by: Employee) -> None:
    """Stage all rows of `table`. Raises `FileUnreadable`."""
    run.progress(0, 0)
    people_import.rows.all().delete()
    reader = Reader(people_import.mapping, people_import.entity_id, Directory.load())
    index = Index.of(table, reader)
    company = Organisation.objects.first()
    judge = Judge(
        people_import,
        by,
        index,
        today=timezone.now().date(),
        default_language=company.default_language if company else "de",
        circles=index.circles(),
    )
    staging = _Staging(run, judge)
    staging.stage(table.rows())
    staging.stage_leavers()
    with run.step(staging.done, staging.total):
        refuse_orphans(people_import)
        refresh_statistics(ImportedRow)
        _finish(people_import, judge)


class _Staging:
    """Writes rows in chunks, each in a transaction of its own."""

    def __init__(self, run: Run, judge: Judge) -> None:
        self._run, self._judge = run, judge
        self._index = judge.index
        self._known = judge.index.reader.known
        self._given: set[str] = set()
        self.done = 0
        self.total = max(len(self._index.rows) + self._index.unidentified, 1)
        self._last = 0

    def stage(self, rows: Iterator[Row]) -> None:
        while chunk := list(islice(rows, CHUNK)):
            keys = [self._judge.key_of(cells) for _number, cells in chunk]
            pks = [None if isinstance(key, Misread) else self._known.by_number.get(key) for key in keys]
            was = facts_of([pk for pk in pks if pk is not None])
            self._write(
                self._judge.row(number, cells, key, pk, was.get(pk) if pk else None)
                for (number, cells), key, pk in zip(chunk, keys, pks, strict=True)
            )
            self._last = chunk[-1][0]

    def stage_leavers(self) -> None:
        """Who belongs to an entity that the file names completely, and is not in it."""
        leavers = iter(self._missing_people())
        admins = self._admins_left()
        while chunk := list(islice(leavers, CHUNK)):
            was = facts_of(chunk)
            self._write(self._leaver(pk, was[pk], admins) for pk in chunk if pk in was)

    def _missing_people(self) -> list[int]:
        if self._index.unidentified:
            return []  # somebody could be meant by a row that names nobody
        by, people_import = self._judge.by, self._judge.people_import
        complete = {one.pk for one in people_import.complete_for.all() if can_state_completeness(by, one)}
        return [
            pk
            for (entity, number), pk in self._known.by_number.items()
            if entity in complete and pk not in self._known.left and (entity, number) not in self._index.rows
        ]

    def _admins_left(self) -> set[int]:
        """All system admins, if none of them would stay."""
        admins = Employee.objects.who_may_sign_in().with_role(Role.SYSTEM_ADMIN)
        found = set(admins.values_list("pk", flat=True))
        return found if found <= set(self._missing_people()) else set()

    def _leaver(self, pk: int, was: dict[str, Any], admins: set[int]) -> Staged:
        self._last += 1
        row = Staged(
            people_import_id=self._judge.people_import.pk,
            number=self._last,
            in_file=False,
            verdict=Verdict.LEAVING.value,
            employee_id=pk,
            was=was,
            name=was["name"],
            personnel_number=was["personnel_number"],
            language=was["language"],
            entity_id=was["entity"],
            department_id=was["department"],
            location_id=was["location"],
        )
        slug = "yourself" if pk == self._judge.by.pk else "last_admin" if pk in admins else ""
        if slug:
            row.verdict, row.reasons = Verdict.REFUSED.value, [{"slug": slug, "column": ""}]
        return row

    def _write(self, rows: Iterable[Staged]) -> None:
        rows = list(rows)
        for row in rows:
            if row.verdict == Verdict.NEW:
                row.login_id = self._new_login_id()
        self.done += len(rows)
        self.total = max(self.total, self.done)
        with self._run.step(self.done, self.total):
            insert_rows(ImportedRow, COLUMNS, map(values_of, rows))

    def _new_login_id(self) -> str:
        while True:
            login_id = any_login_id()
            if login_id not in self._known.by_login and login_id not in self._given:
                self._given.add(login_id)
                return login_id


def refuse_orphans(people_import: PeopleImport) -> None:
    """Rows that name somebody new whose own row is refused are refused too, as far as that reaches."""
    while True:
        refused = people_import.rows.refused().filter(was__isnull=True).values("number")
        naming = Q()
        for name in REFERENCES:
            naming |= Q(**{f"{name}_row__in": refused})
        found = list(people_import.rows.doing().filter(naming).values_list("pk", flat=True))
        if not found:
            return
        reasons = [{"slug": "person_refused", "column": ""}]
        people_import.rows.filter(pk__in=found).update(verdict=Verdict.REFUSED, reasons=reasons)


def count_verdicts(people_import: PeopleImport) -> dict[str, int]:
    found = people_import.rows.order_by().values_list("verdict").annotate(count=Count("pk"))
    return {**dict.fromkeys(Verdict.values, 0), **dict(found)}


def _finish(people_import: PeopleImport, judge: Judge) -> None:
    people_import.counts = {
        **count_verdicts(people_import),
        "unidentified": judge.index.unidentified if people_import.complete_for.exists() else 0,
    }
    people_import.missing_places = {
        kind: dict(sorted(places.items())[:PLACES_LISTED]) for kind, places in judge.missing.items()
    }
    people_import.state, people_import.checked_at = State.CHECKED, timezone.now()
    people_import.reason, people_import.reason_facts = "", {}
    people_import.save()
