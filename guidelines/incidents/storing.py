"""Where evidence lies: sealed in pieces in the storage `incidents`, under a data key that its row holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.core.files.storage import Storage, storages
from django.db.models import QuerySet
from django.utils import timezone

from guidelines.incidents.models import EvidenceFile, KeptFile
from portal.documents.keeping import Damage, StoredFileDamaged
from portal.keys.envelope import UnknownFormat, key_of
from portal.keys.files import SealedFile, keep_sealed, read_sealed, remove_file, rewrapped

# Longer than any upload takes; what lies there without a row after it is nobody's.
LEFTOVER_AFTER = timedelta(hours=6)


@dataclass(frozen=True)
class Shelf:
    """The files of one kind of matter: which rows point to them, and in which folder they lie.

    `owner` names the foreign key from a row to its matter; each file is sealed for that matter alone.
    """

    model: type[KeptFile]
    owner: str
    folder: str

    def store(self, file: IO[bytes], *, size: int, owner: UUID, ref: UUID) -> SealedFile:
        """Seal `file`, which has `size` bytes, and take the digest of the original on the way.

        Raises `LengthDiffers` and `OSError`; nothing is left behind then.
        """
        name, context = f"{self.folder}/{str(ref)[:2]}/{ref}", self._context(owner, ref)
        return keep_sealed(file, size=size, storage=evidence_storage(), name=name, context=context)

    def pieces_of(self, kept: KeptFile) -> Iterator[bytes]:
        """The original in pieces. Raises `StoredFileDamaged` when it is gone or was changed."""
        sealed = SealedFile(kept.stored_as, kept.size, kept.sha256, bytes(kept.sealed_key))
        try:
            yield from read_sealed(sealed, storage=evidence_storage(), context=self._context_of(kept))
        except OSError as gone:
            raise StoredFileDamaged(kept, Damage.MISSING) from gone
        except (InvalidTag, UnknownFormat) as changed:
            raise StoredFileDamaged(kept, Damage.CHANGED) from changed

    def require_whole(self, kept: KeptFile) -> None:
        """Read all of it once, so that nobody is sent the first half of a damaged file. As `pieces_of`."""
        for _piece in self.pieces_of(kept):
            pass

    def keys(self) -> Iterator[tuple[int, str]]:
        """Which key each file's own key needs: (primary key, key id)."""
        rows = self._rows().filter(deleted_at=None).values_list("pk", "sealed_key")
        return ((pk, key_of(bytes(sealed))) for pk, sealed in rows.iterator())

    def rewrap(self, pk: int) -> None:
        """Bring one under the active key; inside a transaction, and it may have been deleted meanwhile. The
        file itself stays as it is."""
        rows = self._rows().filter(pk=pk, deleted_at=None).select_related(self.owner)
        for kept in rows.select_for_update(of=("self",), no_key=True):
            kept.sealed_key = rewrapped(
                bytes(kept.sealed_key), size=kept.size, context=self._context_of(kept)
            )
            kept.save(update_fields=["sealed_key"])

    def leftovers(self, now: datetime) -> Iterator[str]:
        """Files that no row points to: a worker was killed between file and row, or between row and file."""
        storage = evidence_storage()
        for folder in _listed(self.folder)[0]:
            names = _listed(f"{self.folder}/{folder}")[1]
            rows = self._rows().filter(stored_as__startswith=f"{self.folder}/{folder}/")
            known = set(rows.values_list("stored_as", flat=True))
            for name in (f"{self.folder}/{folder}/{one}" for one in names):
                if name not in known and _written_at(storage, name) < now - LEFTOVER_AFTER:
                    yield name

    def _rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def _context_of(self, kept: KeptFile) -> dict[str, str]:
        return self._context(getattr(kept, self.owner).ref, kept.ref)

    def _context(self, owner: UUID, ref: UUID) -> dict[str, str]:
        return {self.owner: str(owner), "evidence": str(ref)}


EVIDENCE = Shelf(EvidenceFile, owner="incident", folder="evidence")


def evidence_storage() -> Storage:
    return storages["incidents"]


def remove(name: str) -> None:
    """Remove a file that no row points to any more; one that has gone is no error."""
    remove_file(evidence_storage(), name)


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
