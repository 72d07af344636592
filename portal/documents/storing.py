"""Where issued PDFs lie: one folder per thing they prove, private, written through to the disk."""

import os
import secrets
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages


def evidence_storage() -> Storage:
    return storages["evidence"]


def folder_of(part: str, ref: object) -> str:
    """Spread over 256 folders, so that none grows too large for a file system."""
    text = str(ref)
    return f"{part}/{text[:2]}/{text}"


def keep(folder: str, kind: str, content: bytes) -> str:
    """Store `content` under a name that no other worker uses, whole or not at all; returns the name."""
    name = f"{folder}/{kind}-{secrets.token_hex(8)}.pdf"
    try:
        name = evidence_storage().save(name, ContentFile(content))
        _write_through(name)
    except OSError:
        remove(name)
        raise
    return name


def remove(name: str) -> None:
    """Remove a file that no row points to."""
    evidence_storage().delete(name)


def remove_leftovers(folder: str, kind: str, keep_name: str) -> None:
    """Remove what a worker left behind that was killed between writing a file and its row."""
    _folders, names = evidence_storage().listdir(folder)
    for name in names:
        if name.startswith(f"{kind}-") and f"{folder}/{name}" != keep_name:
            remove(f"{folder}/{name}")


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
