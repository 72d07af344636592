"""Taking a file in, saying what its columns hold, and letting it go."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files import File

from accounts.imports.choices import OPEN_TO_CHANGE, State
from accounts.imports.columns import guess
from accounts.imports.headings import normal
from accounts.imports.models import ImportedRow, PeopleImport, RememberedColumn
from accounts.imports.operations.files import forget_file, locked, note_failure, start_job, take_in
from accounts.imports.permissions import can_create_places, can_state_completeness, require_import
from accounts.imports.rules import NotInThisState
from accounts.people.models import Employee, Entity, Location
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="import.refused")
def upload(*, file: File, name: str, by: Employee) -> PeopleImport:
    """Keep a file and look at its headings. The same file twice is one import as long as the first waits.

    Raises `FileUnreadable`, `NotPermitted`.
    """
    require_import(by)
    remembered = dict(RememberedColumn.objects.values_list("heading", "field"))
    people_import, is_new = take_in(
        PeopleImport, file=file, name=name, guess=lambda table: guess(table.headings, remembered), by=by
    )
    if is_new:
        record("import.uploaded", by=by, obj=people_import, details={"sha256": people_import.sha256})
    return people_import


@operation(refused="import.refused")
def choose_columns(
    *,
    people_import: PeopleImport,
    mapping: Mapping[str, int],
    entity: Entity | None,
    complete_for: Iterable[Entity],
    create_places: bool,
    like: Location | None,
    by: Employee,
) -> PeopleImport:
    """Say what the columns hold and have the file checked; the company's next file starts with this choice.

    Raises `NotPermitted`, `NotInThisState`.
    """
    require_import(by)
    complete = list(complete_for)
    if not all(can_state_completeness(by, one) for one in complete):
        raise NotPermitted
    if create_places and not can_create_places(by):
        raise NotPermitted
    people_import = locked(people_import, *OPEN_TO_CHANGE)
    if not people_import.stored_as:
        raise NotInThisState
    people_import.mapping, people_import.entity = dict(mapping), entity
    people_import.create_places, people_import.like = create_places, like
    people_import.state, people_import.reason = State.CHECKING, ""
    people_import.complete_for.set(complete)
    start_job(people_import, "imports.check", by)
    _remember(people_import)
    return people_import


@operation
def fail(*, people_import: PeopleImport, reason: str, facts: Mapping[str, Any]) -> None:
    """The file could not be read; `reason` is a slug of `wording`."""
    note_failure(people_import, reason, facts)


@operation(refused="import.refused")
def discard(*, people_import: PeopleImport, by: Employee | None) -> None:
    """Delete the file and what was read from it; `by=None` is the clock."""
    if by is not None:
        require_import(by)
    people_import = locked(people_import, *OPEN_TO_CHANGE)
    forget_rows(people_import)
    people_import.state = State.DISCARDED
    people_import.save(update_fields=["state"])
    record("import.discarded", by=by, obj=people_import)


def forget_rows(people_import: PeopleImport) -> None:
    """Delete the file and the staged rows; what was done to whom stays known."""
    ImportedRow.objects.filter(people_import=people_import).delete()
    forget_file(people_import)


def _remember(people_import: PeopleImport) -> None:
    headings = people_import.shape["headings"]
    for field, column in people_import.mapping.items():
        heading = normal(headings[column])
        if heading:
            RememberedColumn.objects.update_or_create(heading=heading, defaults={"field": field})
