"""Where evidence lies: sealed in pieces in the storage `incidents`, under a data key that its row holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.core.files.storage import Storage, storages
from django.utils import timezone

from guidelines.incidents.models import EvidenceFile
from portal.documents.keeping import Damage, StoredFileDamaged
from portal.keys.envelope import UnknownFormat
from portal.keys.files import SealedFile, keep_sealed, read_sealed, remove_file, rewrapped

FOLDER = "evidence"
# Longer than any upload takes; what lies there without a row after it is nobody's.
LEFTOVER_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Stored:
    """What the row has to know of a file that lies there."""

    ref: UUID
    name: str
    size: int
    sha256: str
    sealed_key: bytes


def evidence_storage() -> Storage:
    return storages["incidents"]


def store(file: IO[bytes], *, size: int, incident: UUID, ref: UUID) -> Stored:
    """Seal `file`, which has `size` bytes, and take the digest of the original on the way.

    Raises `LengthDiffers` and `OSError`; nothing is left behind then.
    """
    name, context = f"{FOLDER}/{str(ref)[:2]}/{ref}", _context(incident, ref)
    kept = keep_sealed(file, size=size, storage=evidence_storage(), name=name, context=context)
    return Stored(ref, kept.stored_as, size, kept.sha256, kept.sealed_key)


def pieces_of(evidence: EvidenceFile) -> Iterator[bytes]:
    """The original in pieces. Raises `StoredFileDamaged` when it is gone or was changed."""
    sealed = SealedFile(evidence.stored_as, evidence.size, evidence.sha256, bytes(evidence.sealed_key))
    context = _context(evidence.incident.ref, evidence.ref)
    try:
        yield from read_sealed(sealed, storage=evidence_storage(), context=context)
    except OSError as gone:
        raise StoredFileDamaged(evidence, Damage.MISSING) from gone
    except (InvalidTag, UnknownFormat) as changed:
        raise StoredFileDamaged(evidence, Damage.CHANGED) from changed


def require_whole(evidence: EvidenceFile) -> None:
    """Read all of it once, so that nobody is sent the first half of a damaged file. As `pieces_of`."""
    for _piece in pieces_of(evidence):
        pass


def under_active_key(evidence: EvidenceFile) -> bytes:
    """Its data key, sealed anew; the file stays as it is."""
    context = _context(evidence.incident.ref, evidence.ref)
    return rewrapped(bytes(evidence.sealed_key), size=evidence.size, context=context)


def remove(name: str) -> None:
    """Remove a file that no row points to any more; one that has gone is no error."""
    remove_file(evidence_storage(), name)


def leftovers(now: datetime) -> Iterator[str]:
    """Files that no row points to: a worker was killed between file and row, or between row and file."""
    storage = evidence_storage()
    for folder in _listed(FOLDER)[0]:
        names = _listed(f"{FOLDER}/{folder}")[1]
        rows = EvidenceFile.objects.filter(stored_as__startswith=f"{FOLDER}/{folder}/")
        known = set(rows.values_list("stored_as", flat=True))
        for name in (f"{FOLDER}/{folder}/{one}" for one in names):
            if name not in known and _written_at(storage, name) < now - LEFTOVER_AFTER:
                yield name


def _context(incident: UUID, ref: UUID) -> dict[str, str]:
    return {"incident": str(incident), "evidence": str(ref)}


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return evidence_storage().listdir(folder)
    except FileNotFoundError:
        return [], []


def _written_at(storage: Storage, name: str) -> datetime:
    try:
        return storage.get_modified_time(name)
    except FileNotFoundError:  # somebody else has removed it
        return timezone.now()
