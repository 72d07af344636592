"""Sealed files in a storage: written in pieces, each under a data key of its own that their row keeps sealed.

Nothing is left behind when writing fails, and never more than a piece is in memory. Destroying the row's key
destroys the file wherever copies of it lie.
"""

import hashlib
import io
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from django.core.files import File
from django.core.files.storage import Storage

from portal.keys import envelope
from portal.keys.streams import PIECE, LengthDiffers, open_stream, seal_stream

Context = Mapping[str, str]


@dataclass(frozen=True)
class SealedFile:
    """What a row has to know: where it lies, and of the original its bytes and SHA-256."""

    stored_as: str
    size: int
    sha256: str
    sealed_key: bytes


def keep_sealed(file: IO[bytes], *, size: int, storage: Storage, name: str, context: Context) -> SealedFile:
    """Seal `file`, which has `size` bytes, under `name`. Raises `LengthDiffers` and `OSError`."""
    data_key, digest = secrets.token_bytes(32), hashlib.sha256()
    bound = _bound(context, size)
    sealed_key = envelope.seal_bytes(data_key, context={**bound, "field": "key"})
    pieces = seal_stream(_read(file, digest), size=size, context=bound, data_key=data_key)
    try:
        name = storage.save(name, File(io.BufferedReader(_Pieces(pieces), PIECE)))
        _write_through(storage, name)
    except (OSError, LengthDiffers):
        remove_file(storage, name)
        raise
    return SealedFile(name, size, digest.hexdigest(), sealed_key)


def read_sealed(sealed: SealedFile, *, storage: Storage, context: Context) -> Iterator[bytes]:
    """The original in pieces. Raises `OSError` when it is gone; `InvalidTag` or `UnknownFormat` when it, its
    key or what the row says of it was changed."""
    bound, digest = _bound(context, sealed.size), hashlib.sha256()
    data_key = envelope.open_bytes(sealed.sealed_key, context={**bound, "field": "key"})
    with storage.open(sealed.stored_as) as file:
        for piece in open_stream(file, size=sealed.size, context=bound, data_key=data_key):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != sealed.sha256:
        raise InvalidTag


def rewrapped(sealed_key: bytes, *, size: int, context: Context) -> bytes:
    """The data key, sealed anew under the active key; the file stays as it is."""
    return envelope.rewrap(sealed_key, context={**_bound(context, size), "field": "key"})


def remove_file(storage: Storage, name: str) -> None:
    """Remove a file that no row points to any more; one that has gone is no error."""
    with suppress(FileNotFoundError):
        storage.delete(name)


def _bound(context: Context, size: int) -> dict[str, str]:
    return {**context, "size": str(size)}


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


def _write_through(storage: Storage, name: str) -> None:
    """A row that outlives a power cut must not point to a file that did not."""
    try:
        path = Path(storage.path(name))
    except NotImplementedError:  # object storage answers for itself
        return
    for target in (path, path.parent):
        handle = os.open(target, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
