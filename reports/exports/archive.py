"""A ZIP file that grows on disk and knows the SHA-256 of everything in it; memory stays flat."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

CHUNK = 256 * 1024
PRIVATE = 0o600 << 16
MANIFEST = "manifest.json"


class Archive:
    """Writes a bundle into `folder`: the ZIP itself, and lists of what is in it until they become a file."""

    def __init__(self, folder: Path, moment: datetime) -> None:
        self.path = folder / "bundle.zip"
        self.files = 0
        self._folder = folder
        self._moment = moment.timetuple()[:6]
        self._zip = ZipFile(self.path, "w", ZIP_DEFLATED, allowZip64=True)
        self._listed = (folder / "files.jsonl").open("w+", encoding="utf-8")
        self._names: set[str] = set()

    def add(self, name: str, content: bytes, *, compress: bool = True) -> str:
        """Add a file; returns its SHA-256."""
        return self.add_stream(name, BytesIO(content), compress=compress)

    def add_stream(self, name: str, content: IO[bytes], *, compress: bool = True) -> str:
        """Add a file piece by piece; returns its SHA-256. A name twice is a ValueError."""
        digest, size = hashlib.sha256(), 0
        with self._opened(name, compress) as target:
            while piece := content.read(CHUNK):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        self._list(name, size, digest.hexdigest())
        return digest.hexdigest()

    def add_written(self, name: str, write: Callable[[IO[bytes]], None], *, compress: bool = True) -> str:
        """Add what `write` writes into a temporary file."""
        path = self._folder / "part"
        with path.open("wb+") as part:
            write(part)
            part.seek(0)
            digest = self.add_stream(name, part, compress=compress)
        path.unlink()
        return digest

    def finish(
        self, about: dict[str, Any], details: Iterator[dict[str, Any]], *, listed: str = "acknowledgements"
    ) -> tuple[Path, str]:
        """Add the manifest (`about`, all files, and `details` under the name `listed`) and close.

        Returns a copy of the manifest and its SHA-256.
        """
        path = self._folder / MANIFEST
        with path.open("w", encoding="utf-8") as out:
            out.write(json.dumps(about, ensure_ascii=False, indent=1)[:-2])
            self._listed.seek(0)
            _write_list(out, "files", (line.rstrip("\n") for line in self._listed))
            _write_list(out, listed, map(_compact, details))
            out.write("\n}\n")
        with path.open("rb") as manifest:
            digest = self.add_stream(MANIFEST, manifest)
        self.close()
        return path, digest

    def close(self) -> None:
        self._zip.close()
        self._listed.close()

    @contextmanager
    def _opened(self, name: str, compress: bool) -> Iterator[IO[bytes]]:
        if name in self._names:
            raise ValueError(f"{name} is in the bundle already")
        self._names.add(name)
        info = ZipInfo(name, self._moment)
        info.compress_type = ZIP_DEFLATED if compress else ZIP_STORED
        info.external_attr = PRIVATE
        with self._zip.open(info, "w", force_zip64=True) as target:
            yield target

    def _list(self, name: str, size: int, sha256: str) -> None:
        self.files += 1
        self._listed.write(_compact({"name": name, "size": size, "sha256": sha256}) + "\n")


def _compact(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _write_list(out: IO[str], name: str, items: Iterator[str]) -> None:
    out.write(f',\n "{name}": [')
    for number, item in enumerate(items):
        out.write(f"{',' if number else ''}\n  {item}")
    out.write("\n ]")
