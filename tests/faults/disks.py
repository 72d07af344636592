"""A disk that is really full where we may mount one, and a storage that says so where we may not."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

DISK_BYTES = 8 * 1024 * 1024


class Disk:
    """A small disk at `path`."""

    def __init__(self, path: Path, *, is_real: bool) -> None:
        self.path, self.is_real = path, is_real
        self._filler = path / "filler"

    def fill(self, *, leaving: int) -> None:
        """Use up everything but `leaving` bytes."""
        free = os.statvfs(self.path)
        with self._filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(free.f_bavail * free.f_frsize - leaving, 4096))

    def empty(self) -> None:
        self._filler.unlink()

    def holds(self) -> list[str]:
        """Every file but the filler."""
        return sorted(
            str(path.relative_to(self.path))
            for path in self.path.rglob("*")
            if path.is_file() and path != self._filler
        )


class FullStorage(FileSystemStorage):
    """Has room for nothing while its disk's filler exists."""

    def _save(self, name: str, content: Any) -> str:
        if (Path(self.location).parent / "filler").exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super()._save(name, content)


@contextmanager
def small_disk(path: Path) -> Iterator[Disk]:
    path.mkdir()
    options = f"size={DISK_BYTES},mode=0700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", path], capture_output=True, check=False
    )
    try:
        yield Disk(path, is_real=mounted.returncode == 0)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", path], check=True)
