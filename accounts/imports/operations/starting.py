"""Taking a file in, saying what its columns hold, and letting it go."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from accounts.imports.choices import AT_WORK, OPEN_TO_CHANGE, State
from accounts.imports.columns import guess, normal
from accounts.imports.models import ImportedRow, PeopleImport, RememberedColumn
from accounts.imports.permissions import can_create_places, can_state_completeness, require_import
from accounts.imports.rules import NotInThisState
from accounts.imports.tables import open_table
from accounts.people.models import Employee, Entity, Location
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record
from portal.jobs.operations import enqueue


def import_storage() -> Storage:
    return storages["imports"]


@operation(refused="import.refused")
def upload(*, file: File, name: str, by: Employee) -> PeopleImport:
    """Keep a file and look at its headings. The same file twice is one import as long as the first waits.

    Raises `FileUnreadable`, `NotPermitted`.
    """
    require_import(by)
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    waiting = PeopleImport.objects.filter(
        requested_by=by, sha256=sha256, state__in=(*OPEN_TO_CHANGE, *AT_WORK)
    )
    if found := waiting.order_by("-pk").first():
        return found
    file.seek(0)
    table = open_table(file)
    remembered = dict(RememberedColumn.objects.values_list("heading", "field"))
    people_import = PeopleImport(
        requested_by=by,
        requested_at=timezone.now(),
        file_name=storable(name)[-200:],
        sha256=sha256,
        size=file.size,
        shape=storable(table.shape()),
        mapping=guess(table.headings, remembered),
    )
    file.seek(0)
    people_import.stored_as = import_storage().save(str(people_import.ref), file)
    people_import.save()
    record("import.uploaded", by=by, obj=people_import, details={"sha256": sha256})
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
    people_import = PeopleImport.objects.select_for_update(of=("self",)).get(pk=people_import.pk)
    if people_import.state == State.CHECKING:
        people_import.state = State.FAILED
        people_import.reason, people_import.reason_facts = reason, dict(facts)
        people_import.save(update_fields=["state", "reason", "reason_facts"])


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


def forget_file(people_import: PeopleImport) -> None:
    if people_import.stored_as:
        import_storage().delete(people_import.stored_as)
        people_import.stored_as = ""
        people_import.save(update_fields=["stored_as"])


def locked(people_import: PeopleImport, *states: State) -> PeopleImport:
    """The import as stored now, locked. Raises `NotInThisState`."""
    found = PeopleImport.objects.select_for_update(of=("self",)).get(pk=people_import.pk)
    found.state = found.standing
    if found.state not in states:
        raise NotInThisState
    return found


def start_job(people_import: PeopleImport, kind: str, by: Employee) -> None:
    """Hand the import to a worker; save it with its new state."""
    people_import.job = enqueue(
        kind, payload={"import": people_import.pk}, key=f"{kind}:{people_import.pk}", by=by
    )
    people_import.save()


def _remember(people_import: PeopleImport) -> None:
    headings = people_import.shape["headings"]
    for field, column in people_import.mapping.items():
        heading = normal(headings[column])
        if heading:
            RememberedColumn.objects.update_or_create(heading=heading, defaults={"field": field})
