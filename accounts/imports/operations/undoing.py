"""Undoing the last import, as long as nothing depends on it."""

from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, F, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, NullIf
from django.utils import timezone

from accounts.imports.choices import Act, State, Verdict
from accounts.imports.directory import REMEMBERED, facts_of, plain
from accounts.imports.limits import CHUNK, UNDO_DAYS
from accounts.imports.models import ImportedPerson, ImportedRow, PeopleImport
from accounts.imports.operations.files import locked, relocked, start_job
from accounts.imports.operations.starting import forget_rows
from accounts.imports.permissions import require_import
from accounts.imports.querysets import RowQuerySet
from accounts.imports.rules import NotTheLastImport, SomethingDependsOnIt, UndoTooLate
from accounts.people.choices import MAY_SIGN_IN, LifecycleEvent, Status
from accounts.people.models import Employee, Organisation
from accounts.people.operations.bulk import (
    FACTS,
    REPORTS_TO,
    change_many,
    happened_to_many,
    keep_sign_in_addresses,
    let_many_go,
    people_of,
)
from portal.audit.trail import many, operation, record
from portal.setbased import insert_select, prepare_for_many, update_from

DAYS = ("hired_on", "leaves_on", "left_on")
KEYS = ("entity", "department", "location", *REPORTS_TO)
NOT_STAGED = ("status", "suspended_at")
EXPECTED = {
    Verdict.NEW: Status.INVITED,
    Verdict.BACK: Status.INVITED,
    Verdict.LEAVING: Status.LEFT,
}


@operation(refused="import.refused")
def start_undo(*, people_import: PeopleImport, by: Employee) -> PeopleImport:
    """Raises `NotPermitted`, `NotInThisState`, `NotTheLastImport`, `UndoTooLate`, `SomethingDependsOnIt`."""
    require_import(by)
    people_import = locked(people_import, State.APPLIED)
    _require_undoable(people_import)
    people_import.state, people_import.reason = State.UNDOING, ""
    start_job(people_import, "imports.undo", by)
    return people_import


@operation(refused="import.refused")
def undo_import(*, people_import: PeopleImport, by: Employee) -> None:
    """Put back what was before. New people leave again, because evidence that they were here stays (P2).

    Raises `NotPermitted`, `NotTheLastImport`, `UndoTooLate`, `SomethingDependsOnIt`.
    """
    require_import(by)
    list(Organisation.objects.select_for_update())
    people_import = relocked(people_import)
    if people_import.state != State.UNDOING:
        return
    rows = ImportedRow.objects.filter(people_import=people_import)
    prepare_for_many()
    _require_undoable(people_import)
    _put_back(rows)
    now = timezone.now()
    people_import.state, people_import.undone_at, people_import.undone_by = State.UNDONE, now, by
    people_import.save()
    details = many(people_of(rows.doing()).values_list("ref", flat=True).iterator())
    insert_select(
        ImportedPerson,
        people_import.people.exclude(act=Act.UNDONE),
        {
            "people_import": F("people_import"),
            "employee": F("employee"),
            "act": Value(Act.UNDONE.value),
            "at": Value(now),
        },
    )
    forget_rows(people_import)
    record("import.undone", by=by, obj=people_import, details=details)


def is_undoable(people_import: PeopleImport) -> bool:
    """Whether to offer it; whether something depends on the import is looked at when it is asked for."""
    last = PeopleImport.objects.last_applied()
    return people_import.state == State.APPLIED and last == people_import and not _is_late(people_import)


def _is_late(people_import: PeopleImport) -> bool:
    assert people_import.applied_at is not None
    return timezone.now() - people_import.applied_at > timedelta(days=UNDO_DAYS)


def _require_undoable(people_import: PeopleImport) -> None:
    if PeopleImport.objects.last_applied() != people_import:
        raise NotTheLastImport
    if _is_late(people_import):
        raise UndoTooLate
    rows = ImportedRow.objects.filter(people_import=people_import)
    if _somebody_new_counts(rows) or _somebody_changed(rows):
        raise SomethingDependsOnIt


def _somebody_new_counts(rows: RowQuerySet) -> bool:
    """Whether people who came by the import hold roles, or are named by people who did not."""
    new = people_of(rows.new()).values("pk")
    naming = Q(manager__in=new) | Q(deputy__in=new) | Q(sponsor__in=new)
    others = Employee.objects.filter(naming).exclude(pk__in=rows.doing().values("employee"))
    return others.exists() or Employee.objects.filter(pk__in=new).exclude(groups=None).exists()


def _somebody_changed(rows: RowQuerySet) -> bool:
    """Whether anybody is not as the import left them."""
    last = -1
    while chunk := list(rows.doing().filter(number__gt=last).order_by("number")[:CHUNK]):
        now = facts_of([row.employee_id for row in chunk if row.employee_id])
        if any(
            now.get(row.employee_id or 0) is None or _differs(row, now[row.employee_id or 0]) for row in chunk
        ):
            return True
        last = chunk[-1].number
    return False


def _differs(row: ImportedRow, now: dict[str, Any]) -> bool:
    before = row.was["status"] if row.was else ""
    if now["status"] != EXPECTED.get(Verdict(row.verdict), before):
        return True
    if row.verdict == Verdict.LEAVING:
        return False
    wrote = plain(
        {name: getattr(row, f"{name}_id" if name in KEYS else name) for name in (*FACTS, *REPORTS_TO)}
    )
    return any(now[name] != value for name, value in wrote.items())


def _put_back(rows: RowQuerySet) -> None:
    new, changed, back, leaving = rows.new(), rows.changed(), rows.back(), rows.leaving()
    _restore_facts(changed)
    _restore_facts(back)
    let_many_go(rows=new)
    let_many_go(rows=back)
    _restore_status(leaving)
    happened_to_many(people_of(leaving), LifecycleEvent.LEAVING_UNDONE)
    happened_to_many(people_of(changed.filter(moved=True)), LifecycleEvent.MOVED)
    happened_to_many(people_of(new), LifecycleEvent.LEFT)
    happened_to_many(people_of(back), LifecycleEvent.LEFT)


def _restore_facts(rows: RowQuerySet) -> None:
    """The staged rows take over what was; then they are written like any other."""
    update_from(
        ImportedRow, rows, {name: _before(name) for name in REMEMBERED if name not in NOT_STAGED}, key="pk"
    )
    change_many(rows=rows)


def _restore_status(rows: RowQuerySet) -> None:
    """People whom nobody let go: they sign in as before, in new sessions."""
    for status in Status:
        there = people_of(rows.filter(was__status=status.value))
        there.update(status=status, is_active=status in MAY_SIGN_IN, left_on=None)
    closed = people_of(rows.exclude(was__suspended_at=None))
    closed.update(is_active=False, suspended_at=timezone.now())
    keep_sign_in_addresses(people_of(rows))


def _before(name: str) -> Any:
    """What was on record under `name`, out of the row's memory."""
    kind = DateField() if name in DAYS else BigIntegerField() if name in KEYS else CharField()
    said: Any = KT(f"was__{name}")
    if name in (*DAYS, *KEYS, "email"):
        said = NullIf(said, Value("null"))  # what SQLite says of nothing in JSON
    return Cast(said, kind)
