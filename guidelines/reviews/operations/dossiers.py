"""A dossier is issued once for each state of the log and language, by a job, and handed out as it is."""

import hashlib
import io
import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidTag
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone, translation

from accounts.people.models import Employee
from guidelines.incidents.models import Incident
from guidelines.incidents.timeline import held
from guidelines.reviews.choices import Part
from guidelines.reviews.dossier.composing import lines_of, rows_of
from guidelines.reviews.dossier.printing import dossier_pdf
from guidelines.reviews.models import Dossier, DossierFile
from guidelines.reviews.permissions import can_fetch, require_inside
from guidelines.reviews.rules import DossierDamaged, DossierGone
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from portal.keys.envelope import UnknownFormat, key_of
from portal.keys.files import SealedFile, keep_sealed, read_sealed, remove_file, rewrapped

KIND = "reviews.dossier"
FOLDER = "dossiers"


def dossier_storage() -> Storage:
    return storages["incidents"]


@operation(refused="dossier.refused")
def ask_for_dossier(*, incident: Incident, by: Employee) -> Job:
    """Have the dossier made in the language of `by`. Raises `NotPermitted`."""
    require_inside(by, incident)
    payload = {"incident": incident.pk, "language": by.language, "by": by.pk}
    record("dossier.asked", by=by, obj=incident)
    return enqueue(KIND, payload=payload, key=f"dossier:{incident.ref}:{by.language}:{by.pk}", by=by)


def issue_dossier(incident: Incident, *, language: str, by: Employee) -> Dossier:
    """The dossier of the log as it is now, made unless there is one, in the time zone of `by`. Not to be
    called inside a transaction: it takes seconds.

    Raises `PdfUnavailable`, `RenderFailed`, `SealKeyProblem`, `OSError`.
    """
    at = timezone.now()
    with transaction.atomic(), translation.override(language), timezone.override(ZoneInfo(by.zone)):
        locked = held(incident)
        existing = _existing(locked, language)
        rows = [] if existing else rows_of(locked, language=language, at=at)
    if existing:
        return existing
    lines = lines_of(rows)
    sha256 = hashlib.sha256(lines).hexdigest()
    pdf = dossier_pdf(rows, lines, sha256=sha256, issued_at=at)
    ref = uuid.uuid4()
    kept: dict[Part, SealedFile] = {}
    try:
        for part, content in ((Part.PDF, pdf), (Part.LINES, lines)):
            kept[part] = _keep(ref, part, content)
        made = _enter(incident=locked, ref=ref, kept=kept, facts=_facts(rows, language, at, by), by=by)
    except BaseException:
        _remove(kept)
        raise
    if made.ref != ref:
        _remove(kept)
    return made


@operation
def _enter(
    *, incident: Incident, ref: uuid.UUID, kept: dict[Part, SealedFile], facts: dict[str, Any], by: Employee
) -> Dossier:
    held(incident)
    existing = Dossier.objects.filter(
        incident=incident, head_seq=facts["head_seq"], language=facts["language"], deleted_at=None
    ).first()
    if existing:
        return existing
    number = incident.dossiers.count() + 1
    dossier = Dossier.objects.create(incident=incident, ref=ref, number=number, **facts)
    for part, file in kept.items():
        DossierFile.objects.create(
            dossier=dossier,
            part=part,
            sha256=file.sha256,
            size=file.size,
            stored_as=file.stored_as,
            sealed_key=file.sealed_key,
        )
    hashes = {f"{part.value}_sha256": file.sha256 for part, file in kept.items()}
    record("dossier.issued", by=by, obj=dossier, details={**hashes, "head": facts["head_hash"]})
    return dossier


@operation(refused="dossier.refused")
def read_dossier(*, file: DossierFile, by: Employee) -> bytes:
    """The file as issued; every time is a row (E3, E4). Raises `NotPermitted`, `DossierGone`,
    `DossierDamaged`."""
    if not can_fetch(by, file.dossier):
        raise NotPermitted
    if not file.stored_as:
        raise DossierGone
    try:
        content = b"".join(_pieces(file))
    except (OSError, InvalidTag, UnknownFormat) as damage:
        raise DossierDamaged from damage
    record("dossier.fetched", by=by, obj=file.dossier, details={"part": file.part})
    return content


def forget_dossiers(incident: Incident) -> None:
    """Hear that the words of an incident are forgotten: its dossiers hold them, too."""
    delete_dossiers(incident=incident)


@operation
def delete_dossiers(*, incident: Incident) -> int:
    """Destroy the files and their keys; that they were issued, and their hashes, stay."""
    files = list(DossierFile.objects.filter(dossier__incident=incident).exclude(stored_as=""))
    for file in files:
        name, file.stored_as, file.sealed_key = file.stored_as, "", b""
        file.save(update_fields=["stored_as", "sealed_key"])
        transaction.on_commit(partial(remove_file, dossier_storage(), name), robust=True)
    dossiers = Dossier.objects.filter(pk__in={file.dossier_id for file in files})
    dossiers.update(deleted_at=timezone.now())
    for dossier in dossiers:
        record("dossier.deleted", obj=dossier)
    return len(files)


def dossier_keys() -> Iterator[tuple[int, str]]:
    """Which key each sealed data key needs, for a change of keys."""
    rows = DossierFile.objects.exclude(stored_as="").values_list("pk", "sealed_key")
    for pk, sealed in rows:
        yield pk, key_of(bytes(sealed))


def rewrap_dossier(pk: int) -> None:
    """Bring one under the active key; inside a transaction, and it may have gone meanwhile."""
    locked = DossierFile.objects.select_for_update(of=("self",), no_key=True).select_related("dossier")
    for file in locked.filter(pk=pk).exclude(stored_as=""):
        context = _context(file.dossier.ref, file.part)
        file.sealed_key = rewrapped(bytes(file.sealed_key), size=file.size, context=context)
        file.save(update_fields=["sealed_key"])


def _existing(incident: Incident, language: str) -> Dossier | None:
    return incident.dossiers.filter(head_seq=incident.head_seq, language=language, deleted_at=None).first()


def _facts(rows: list[dict[str, Any]], language: str, at: Any, by: Employee) -> dict[str, Any]:
    return {
        "language": language,
        "asked_by": by,
        "issued_at": at,
        "head_seq": rows[0]["head_seq"],
        "head_hash": rows[0]["head_hash"],
        "lines": len(rows) + 1,
    }


def _keep(ref: uuid.UUID, part: Part, content: bytes) -> SealedFile:
    return keep_sealed(
        io.BytesIO(content),
        size=len(content),
        storage=dossier_storage(),
        name=f"{FOLDER}/{str(ref)[:2]}/{ref}-{part.value}",
        context=_context(ref, part.value),
    )


def _pieces(file: DossierFile) -> Iterator[bytes]:
    sealed = SealedFile(file.stored_as, file.size, file.sha256, bytes(file.sealed_key))
    return read_sealed(sealed, storage=dossier_storage(), context=_context(file.dossier.ref, file.part))


def _remove(kept: dict[Part, SealedFile]) -> None:
    for file in kept.values():
        remove_file(dossier_storage(), file.stored_as)


def _context(ref: uuid.UUID, part: str) -> dict[str, str]:
    return {"dossier": str(ref), "part": part}
