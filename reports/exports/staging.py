"""The folder in which a bundle grows, on the machine that packs it, and its way into storage."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from reports.exports.models import Export


class Staged(File):
    """A finished file that local storage moves into place instead of copying it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def export_storage() -> Storage:
    return storages["exports"]


def root() -> Path:
    """Beside the stored files, so that moving a bundle there is a rename."""
    return Path(settings.PORTAL_FILES_DIR) / "staging"


@contextmanager
def staging(export: Export, generation: int) -> Iterator[Path]:
    """An empty private folder for one attempt; nothing of it remains, however the attempt ends."""
    remove_leftovers(export)
    folder = root() / f"{export.ref}.{generation}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def hand_over(path: Path, name: str) -> str:
    """Move a finished file into storage, whole or not at all; returns the name it got."""
    try:
        with Staged(path) as file:
            return export_storage().save(name, file)
    except BaseException:
        export_storage().delete(name)
        raise


def remove_leftovers(export: Export) -> None:
    """Remove what earlier attempts left: folders, and files in storage that no row points to."""
    for folder in root().glob(f"{export.ref}.*"):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        _folders, names = export_storage().listdir(str(export.ref))
    except FileNotFoundError:
        return
    kept = {export.stored_as, export.hashes_stored_as}
    for name in names:
        if f"{export.ref}/{name}" not in kept:
            export_storage().delete(f"{export.ref}/{name}")


def remove_file(export: Export) -> None:
    """Delete what was exported; the list of hashes of a bundle stays."""
    if export.stored_as:
        export_storage().delete(export.stored_as)
