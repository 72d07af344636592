"""Where the files of packages lie: under the SHA-256 of their bytes, each once, whoever brought it."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

from django.core.files import File
from django.core.files.storage import Storage, storages

PIECE = 256 * 1024
SPOOLED = 4 * 1024 * 1024


def package_storage() -> Storage:
    return storages["packages"]


def name_of(sha256: str) -> str:
    """Spread over 256 folders, so that none grows too large for a file system."""
    return f"{sha256[:2]}/{sha256}"


def keep(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Store what `pieces` make up, unless it is there already; returns its SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(SPOOLED) as target:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            target.write(piece)
        target.seek(0)
        sha256 = digest.hexdigest()
        _store(name_of(sha256), size, target)
    return sha256, size


def opened(sha256: str) -> IO[bytes]:
    """Raises FileNotFoundError when it is gone."""
    return package_storage().open(name_of(sha256))


def pieces_of(file: IO[bytes], length: int) -> Iterator[bytes]:
    """`length` bytes from where `file` stands, in pieces; the file is closed at the end, an early one too."""
    try:
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
    finally:
        file.close()


def _store(name: str, size: int, content: IO[bytes]) -> None:
    storage = package_storage()
    if storage.exists(name):
        if storage.size(name) == size:
            return
        storage.delete(name)  # half of a file that a full disk or a killed process left behind
    saved = storage.save(name, File(content))
    if saved != name:  # somebody else stored the same bytes meanwhile
        storage.delete(saved)
