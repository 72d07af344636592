"""What happens to every uploaded file, whatever it lists: taken in, locked, worked on, let go."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from accounts.imports.choices import AT_WORK, OPEN_TO_CHANGE, State
from accounts.imports.models import FileImport
from accounts.imports.rules import NotInThisState
from accounts.imports.tables import Table, open_table
from accounts.people.models import Employee
from portal.audit.chain import storable
from portal.jobs.operations import enqueue

Found = TypeVar("Found", bound=FileImport)


def import_storage() -> Storage:
    return storages["imports"]


def take_in(
    model: type[Found], *, file: File, name: str, guess: Callable[[Table], Mapping[str, int]], by: Employee
) -> tuple[Found, bool]:
    """Keep a file after a look at its headings, from which `guess` tells what its columns hold.

    The same file twice is one import as long as the first waits; the second answer is whether it is new.
    Whatever `guess` refuses is never stored. Raises `FileUnreadable`.
    """
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    same = model._default_manager.filter(requested_by=by, sha256=sha256)
    waiting = same.filter(state__in=(*OPEN_TO_CHANGE, *AT_WORK)).exclude(stored_as="")
    if found := waiting.order_by("-pk").first():
        return found, False
    file.seek(0)
    table = open_table(file)
    new = model(
        requested_by=by,
        requested_at=timezone.now(),
        file_name=storable(name)[-200:],
        sha256=sha256,
        size=file.size,
        shape=storable(table.shape()),
        mapping=dict(guess(table)),
    )
    file.seek(0)
    new.stored_as = import_storage().save(str(new.ref), file)
    new.save()
    return new, True


def forget_file(file_import: FileImport) -> None:
    if file_import.stored_as:
        import_storage().delete(file_import.stored_as)
        file_import.stored_as = ""
        file_import.save(update_fields=["stored_as"])


def undecided(model: type[Found], *, before: datetime) -> list[Found]:
    """Imports that somebody began before that moment and left; a job that was cancelled keeps none alive."""
    old = model._default_manager.filter(state__in=(*OPEN_TO_CHANGE, *AT_WORK), requested_at__lt=before)
    found = old.select_related("job").order_by("pk")
    return [one for one in found if one.standing in OPEN_TO_CHANGE]


def relocked(file_import: Found) -> Found:
    """The import as stored now, locked, whatever its state."""
    model = type(file_import)
    return model._default_manager.select_for_update(of=("self",)).get(pk=file_import.pk)


def locked(file_import: Found, *states: State) -> Found:
    """The import as stored now, locked. Raises `NotInThisState`."""
    found = relocked(file_import)
    found.state = found.standing
    if found.state not in states:
        raise NotInThisState
    return found


def start_job(file_import: FileImport, kind: str, by: Employee) -> None:
    """Hand the import to a worker; save it with its new state."""
    file_import.job = enqueue(kind, payload={"import": file_import.pk}, key=f"{kind}:{file_import.pk}", by=by)
    file_import.save()


def note_failure(file_import: FileImport, reason: str, facts: Mapping[str, Any]) -> None:
    """The file could not be read; `reason` is a slug of its room's `wording`."""
    found = relocked(file_import)
    if found.state == State.CHECKING:
        found.state = State.FAILED
        found.reason, found.reason_facts = reason, dict(facts)
        found.save(update_fields=["state", "reason", "reason_facts"])


def back_to_preview(file_import: FileImport, reason: str) -> None:
    """Nothing was applied, and `reason` says why."""
    file_import.state, file_import.reason = State.CHECKED, reason
    file_import.save(update_fields=["state", "reason", "counts"])
