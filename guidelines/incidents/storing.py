"""Where evidence lies: sealed in pieces in the storage `incidents`, under a data key that its row holds."""

import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from guidelines.incidents.models import EvidenceFile
from portal.documents.keeping import Damage, StoredFileDamaged
from portal.keys import envelope
from portal.keys.streams import PIECE, LengthDiffers, open_stream, seal_stream

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

    Never more than a piece is in memory. Raises `LengthDiffers` and `OSError`; nothing is left behind then.
    """
    data_key, digest = secrets.token_bytes(32), hashlib.sha256()
    context = _context(incident, ref, size)
    sealed_key = envelope.seal_bytes(data_key, context={**context, "field": "key"})
    name = f"{FOLDER}/{str(ref)[:2]}/{ref}"
    pieces = seal_stream(_read(file, digest), size=size, context=context, data_key=data_key)
    try:
        name = evidence_storage().save(name, File(io.BufferedReader(_Pieces(pieces), PIECE)))
        _write_through(name)
    except (OSError, LengthDiffers):
        remove(name)
        raise
    return Stored(ref, name, size, digest.hexdigest(), sealed_key)


def pieces_of(evidence: EvidenceFile) -> Iterator[bytes]:
    """The original in pieces. Raises `StoredFileDamaged` when it is gone or was changed."""
    context = _context(evidence.incident.ref, evidence.ref, evidence.size)
    digest = hashlib.sha256()
    try:
        data_key = envelope.open_bytes(evidence.sealed_key, context={**context, "field": "key"})
        with evidence_storage().open(evidence.stored_as) as file:
            for piece in open_stream(file, size=evidence.size, context=context, data_key=data_key):
                digest.update(piece)
                yield piece
    except OSError as gone:
        raise StoredFileDamaged(evidence, Damage.MISSING) from gone
    except (InvalidTag, envelope.UnknownFormat) as changed:
        raise StoredFileDamaged(evidence, Damage.CHANGED) from changed
    if digest.hexdigest() != evidence.sha256:
        raise StoredFileDamaged(evidence, Damage.CHANGED)


def require_whole(evidence: EvidenceFile) -> None:
    """Read all of it once, so that nobody is sent the first half of a damaged file. As `pieces_of`."""
    for _piece in pieces_of(evidence):
        pass


def under_active_key(evidence: EvidenceFile) -> bytes:
    """Its data key, sealed anew; the file stays as it is."""
    context = _context(evidence.incident.ref, evidence.ref, evidence.size)
    return envelope.rewrap(evidence.sealed_key, context={**context, "field": "key"})


def remove(name: str) -> None:
    """Remove a file that no row points to any more; one that has gone is no error."""
    with suppress(FileNotFoundError):
        evidence_storage().delete(name)


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


def _context(incident: UUID, ref: UUID, size: int) -> dict[str, str]:
    return {"incident": str(incident), "evidence": str(ref), "size": str(size)}


def _read(file: IO[bytes], digest: Any) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
        yield piece


class _Pieces(io.RawIOBase):
    """Pieces as a file that any storage can read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        self._rest = self._rest or memoryview(next(self._pieces, b""))
        taken = min(len(target), len(self._rest))
        target[:taken], self._rest = self._rest[:taken], self._rest[taken:]
        return taken


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


def _write_through(name: str) -> None:
    """A row that outlives a power cut must not point to a file that did not."""
    try:
        path = Path(evidence_storage().path(name))
    except NotImplementedError:  # object storage answers for itself
        return
    for target in (path, path.parent):
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
