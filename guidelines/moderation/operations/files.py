"""Evidence of a case of its own: it comes in, and is looked at. It goes when the case is emptied."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.keeping import EvidenceGone, take_in
from guidelines.incidents.storing import Shelf
from guidelines.moderation.models import CaseFile, ModerationCase
from guidelines.moderation.operations.locks import locked
from guidelines.moderation.permissions import can_handle, can_see
from guidelines.moderation.rules import AlreadyErased, FilesInIncident
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

FILES = Shelf(CaseFile, owner="case", folder="moderation")


def add_file(*, case: ModerationCase, upload: UploadedFile, about: str, by: Employee) -> CaseFile:
    """Keep a screenshot or file. Call it outside of an operation, as `take_in`.

    Raises `NotPermitted`, `AlreadyErased`, `FilesInIncident`, and what `take_in` raises.
    """
    _require_place(case, by)
    note = partial(_note, case=case, about=about, by=by)
    return take_in(upload, shelf=FILES, owner=case.ref, note=note)


def _require_place(case: ModerationCase, by: Employee) -> None:
    if not can_handle(by, case):
        raise NotPermitted
    if case.erased_at:
        raise AlreadyErased
    if case.incident_id:
        raise FilesInIncident


@operation(refused="moderation.refused")
def _note(*, case: ModerationCase, columns: Mapping[str, Any], about: str, by: Employee) -> CaseFile:
    case = locked(case)
    _require_place(case, by)
    words = storable(about).strip()[:1000]
    kept = CaseFile.objects.create(case=case, **columns, about=words, added_by=by, added_at=timezone.now())
    details = {"sha256": kept.sha256, "bytes": kept.size}
    record("moderation.file_added", by=by, obj=kept, details=details)
    return kept


@operation(refused="moderation.refused")
def look_at_file(*, file: CaseFile, by: Employee) -> CaseFile:
    """Note that `by` looks at the file, before it is handed out.

    Raises `NotPermitted`, `EvidenceGone`, `StoredFileDamaged`.
    """
    file = CaseFile.objects.select_related("case").get(pk=file.pk)
    if not can_see(by, file.case):
        raise NotPermitted
    if file.deleted_at:
        raise EvidenceGone
    FILES.require_whole(file)
    record("moderation.file_seen", by=by, obj=file)
    return file
