"""Applying an import: everything at once or nothing, by statements over sets."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from accounts.imports.checking import count_verdicts, refuse_orphans
from accounts.imports.choices import WRITTEN_OVER, Act, State, Verdict
from accounts.imports.directory import facts_of
from accounts.imports.limits import CHUNK
from accounts.imports.models import ImportedPerson, ImportedRow, PeopleImport
from accounts.imports.operations.files import back_to_preview, forget_file, locked, relocked, start_job
from accounts.imports.operations.places import create_places
from accounts.imports.permissions import require_import
from accounts.imports.querysets import RowQuerySet
from accounts.imports.rules import (
    ChangedMeanwhile,
    LeaversNotConfirmed,
    NothingToApply,
    RefusedRowsNotConfirmed,
)
from accounts.people.choices import LifecycleEvent
from accounts.people.models import Department, Employee, Location, Organisation
from accounts.people.operations.bulk import (
    bring_many_back,
    change_many,
    happened_to_many,
    hire_many,
    let_many_go,
    people_of,
)
from portal.audit.trail import many, operation, record
from portal.setbased import insert_select, prepare_for_many


@operation(refused="import.refused")
def start_apply(
    *, people_import: PeopleImport, leavers: int | None, leave_out_refused: bool, by: Employee
) -> PeopleImport:
    """Carry out what the preview shows. Nobody leaves unless their number was typed in.

    Raises `NotPermitted`, `NotInThisState`, `NothingToApply`, `LeaversNotConfirmed`,
    `RefusedRowsNotConfirmed`.
    """
    require_import(by)
    people_import = locked(people_import, State.CHECKED)
    counts = people_import.counts
    if not people_import.rows.doing().exists():
        raise NothingToApply
    if counts[Verdict.LEAVING] and leavers != counts[Verdict.LEAVING]:
        raise LeaversNotConfirmed
    if counts[Verdict.REFUSED] and not leave_out_refused:
        raise RefusedRowsNotConfirmed
    people_import.state, people_import.reason = State.APPLYING, ""
    start_job(people_import, "imports.apply", by)
    return people_import


@operation(refused="import.refused")
def apply_import(*, people_import: PeopleImport, by: Employee) -> None:
    """Write all rows that do something; called again, it does nothing more.

    One import at a time: the company's row is the lock. Raises `NotPermitted`, `ChangedMeanwhile`,
    `LastSystemAdmin`.
    """
    require_import(by)
    list(Organisation.objects.select_for_update())
    people_import = relocked(people_import)
    if people_import.state != State.APPLYING:
        return
    rows = ImportedRow.objects.filter(people_import=people_import)
    prepare_for_many()
    if conflicts := changed_meanwhile(rows):
        raise ChangedMeanwhile(conflicts)
    create_places(people_import, rows, by)
    _write(rows, by)
    _remember_people(people_import, rows)
    people_import.state, people_import.applied_at = State.APPLIED, timezone.now()
    people_import.applied_by = by
    people_import.save()
    forget_file(people_import)
    _record(people_import, rows, by)


@operation
def refuse_changed(*, people_import: PeopleImport, numbers: dict[int, str]) -> None:
    """Back to the preview: rows that would overwrite what somebody else did meanwhile are refused."""
    people_import = locked(people_import, State.APPLYING)
    for slug in set(numbers.values()):
        found = [number for number, why in numbers.items() if why == slug]
        reasons = [{"slug": slug, "column": ""}]
        people_import.rows.filter(number__in=found).update(verdict=Verdict.REFUSED, reasons=reasons)
    refuse_orphans(people_import)
    people_import.counts = {**people_import.counts, **count_verdicts(people_import)}
    back_to_preview(people_import, "changed_meanwhile")


@operation
def step_back(*, people_import: PeopleImport, reason: str) -> None:
    """Back to where it was before the job, with the reason why nothing was done."""
    people_import = relocked(people_import)
    if people_import.state == State.APPLYING:
        back_to_preview(people_import, reason)
    elif people_import.state == State.UNDOING:
        people_import.state, people_import.reason = State.APPLIED, reason
        people_import.save(update_fields=["state", "reason"])


def changed_meanwhile(rows: RowQuerySet) -> dict[int, str]:
    """Rows by number that no longer meet what they were checked against, and why."""
    found: dict[int, str] = {}
    writing = rows.exclude(verdict=Verdict.LEAVING).doing()
    taken = Employee.objects.filter(email=OuterRef("email")).exclude(pk=OuterRef("employee"))
    not_free = writing.exclude(email=None).filter(Exists(taken)).values_list("number", flat=True)
    found |= dict.fromkeys(not_free, "email_taken_now")
    gone: Any = Q()
    for name, model in (("department", Department), ("location", Location)):
        there = model._default_manager.filter(pk=OuterRef(name))
        gone |= Q(**{f"{name}__isnull": False}) & ~Exists(there)
    found |= dict.fromkeys(writing.filter(gone).values_list("number", flat=True), "place_gone")
    same = Employee.objects.filter(entity=OuterRef("entity"), personnel_number=OuterRef("personnel_number"))
    there_now = rows.new().filter(Exists(same)).values_list("number", flat=True)
    return (
        found | dict.fromkeys(there_now, "exists_now") | _other_facts(rows.filter(verdict__in=WRITTEN_OVER))
    )


def _other_facts(rows: RowQuerySet) -> dict[int, str]:
    found: dict[int, str] = {}
    last = -1
    while chunk := list(
        rows.filter(number__gt=last).order_by("number").values_list("number", "employee_id", "was")[:CHUNK]
    ):
        now = facts_of([pk for _number, pk, _was in chunk])
        found |= {number: "changed_now" for number, pk, was in chunk if now.get(pk) != was}
        last = chunk[-1][0]
    return found


def _write(rows: RowQuerySet, by: Employee) -> None:
    new, changed, back, leaving = rows.new(), rows.changed(), rows.back(), rows.leaving()
    hire_many(rows=new)
    change_many(rows=changed)
    bring_many_back(rows=back, by=by)
    let_many_go(rows=leaving)
    happened_to_many(people_of(new), LifecycleEvent.JOINED)
    happened_to_many(people_of(changed.filter(moved=True)), LifecycleEvent.MOVED)
    happened_to_many(people_of(back), LifecycleEvent.CAME_BACK)
    happened_to_many(people_of(leaving), LifecycleEvent.LEFT)


def _remember_people(people_import: PeopleImport, rows: RowQuerySet) -> None:
    act = Case(
        When(verdict=Verdict.NEW, then=Value(Act.JOINED.value)),
        When(verdict=Verdict.BACK, then=Value(Act.CAME_BACK.value)),
        When(verdict=Verdict.LEAVING, then=Value(Act.LEFT.value)),
        When(moved=True, then=Value(Act.MOVED.value)),
        When(changes=["leaves_on"], then=Value(Act.PLANNED.value)),
        default=Value(Act.CORRECTED.value),
        output_field=CharField(),
    )
    insert_select(
        ImportedPerson,
        rows.doing(),
        {
            "people_import": Value(people_import.pk),
            "employee": F("employee"),
            "act": act,
            "at": Value(timezone.now()),
        },
    )


def _record(people_import: PeopleImport, rows: RowQuerySet, by: Employee) -> None:
    """One row for all of them: how many, and a digest over whom."""
    counts = count_verdicts(people_import)
    details: dict[str, Any] = {
        verdict.value: counts[verdict] for verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.BACK)
    }
    details["leaving"] = counts[Verdict.LEAVING]
    details |= many(people_of(rows.doing()).values_list("ref", flat=True).iterator())
    record("import.applied", by=by, obj=people_import, details={**details, "sha256": people_import.sha256})
