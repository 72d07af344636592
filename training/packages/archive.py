"""Opens an uploaded ZIP file, trusting nothing it says about itself. Pure: no database, no storage, no disk.

Whatever is not an ordinary archive of ordinary files is refused as a whole, before anything is unpacked; what
only unpacking can show (a size that lies, a broken checksum) ends it there. Nothing of a name ever becomes a
path on a disk: files are stored by what is in them.
"""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from training.packages.directory import directory_of, require_honest_headers, unpacked
from training.packages.rules import PackageRefused

MB = 1024 * 1024
SMALL = 4 * MB  # what is small needs no ratio
ENCRYPTED = 0x1 | 0x40 | 0x2000
BAD_CATEGORIES = {"Cc", "Cf", "Cs", "Co"}
BAD_CHARACTERS = frozenset(':*?"<>|')  # no file on Windows has them, so no honest package does


@dataclass(frozen=True)
class Limits:
    """How much a package may be. Sizes are bytes."""

    packed: int = 100 * MB
    unpacked: int = 400 * MB
    file: int = 200 * MB
    files: int = 5_000
    ratio: int = 500
    folders: int = 16
    name: int = 240


@dataclass(frozen=True)
class Entry:
    path: str
    size: int
    info: zipfile.ZipInfo


class Archive:
    """A ZIP file whose every name and size was looked at."""

    def __init__(self, file: IO[bytes], limits: Limits = Limits()) -> None:
        self._file, self._limits = file, limits
        _require_size(file, limits)
        try:
            directory = directory_of(file, files=limits.files, name=limits.name)
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OSError) as error:
            raise PackageRefused("broken") from error
        self.entries = self._looked_at()
        require_honest_headers(file, self._zip.infolist(), directory)
        self._by_path = {entry.path: entry for entry in self.entries}

    def __contains__(self, path: str) -> bool:
        return path in self._by_path

    def read(self, path: str, limit: int) -> bytes:
        """A whole file. Raises KeyError when it is not there, ValueError when it is larger than `limit`."""
        entry = self._by_path[path]
        if entry.size > limit:
            raise ValueError(path)
        return b"".join(self.pieces(entry))

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of a file, counted and checked: one more or less than announced ends it."""
        try:
            yield from self._unpacked(entry)
        except (zlib.error, EOFError, OSError) as error:
            raise PackageRefused("sizes_lie", name=shown(entry.path)) from error

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        """By hand: the library stops silently at the announced size, and what lies behind it goes unseen."""
        counted = checksum = 0
        for piece in unpacked(self._file, entry.info):
            counted += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if counted > entry.size:
                raise PackageRefused("sizes_lie", name=shown(entry.path))
            yield piece
        if counted != entry.size or checksum != entry.info.CRC:
            raise PackageRefused("sizes_lie", name=shown(entry.path))

    def _looked_at(self) -> tuple[Entry, ...]:
        names = _Names()
        entries = []
        for info in self._zip.infolist():
            path = _path_of(info, self._limits)
            _require_ordinary(info, path)
            names.take(path, is_folder=info.is_dir())
            if not info.is_dir():
                _require_measure(info, path, self._limits)
                entries.append(Entry(path, info.file_size, info))
        if not entries:
            raise PackageRefused("empty")
        if sum(entry.size for entry in entries) > self._limits.unpacked:
            raise PackageRefused("unpacked_too_large", limit=megabytes(self._limits.unpacked))
        return tuple(entries)


class _Names:
    """Sees to it that no two names are one for a computer that is less exact about letters."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._said: set[str] = set()  # folders with an entry of their own

    def take(self, path: str, *, is_folder: bool) -> None:
        key = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", path).casefold())
        above = {key[:at] for at, letter in enumerate(key) if letter == "/"}
        if key in self._files or key in self._said:
            both = is_folder != (key in self._said)
            raise PackageRefused("file_and_folder" if both else "twice", name=shown(path))
        if above & self._files or (not is_folder and key in self._folders):
            raise PackageRefused("file_and_folder", name=shown(path))
        self._folders |= above
        (self._said if is_folder else self._files).add(key)
        if is_folder:
            self._folders.add(key)


def shown(name: str) -> str:
    """A name as it can stand in a sentence: short, and without what would turn the sentence around."""
    clean = "".join("�" if unicodedata.category(letter) in BAD_CATEGORIES else letter for letter in name)
    return clean if len(clean) <= 80 else f"{clean[:40]}…{clean[-38:]}"


def megabytes(size: int) -> str:
    return f"{size // MB} MB" if size >= MB else f"{size // 1024} kB"


def _require_size(file: IO[bytes], limits: Limits) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.packed:
        raise PackageRefused("too_large", limit=megabytes(limits.packed))
    start = file.read(4)
    file.seek(0)
    if start == b"PK\x05\x06":
        raise PackageRefused("empty")
    if start in (b"PK\x07\x08", b"PK00"):
        raise PackageRefused("split")
    if start != b"PK\x03\x04":
        raise PackageRefused("not_a_zip")


def _path_of(info: zipfile.ZipInfo, limits: Limits) -> str:
    """The path inside the package, or a refusal. `orig_filename` still has what the library would cut off."""
    name = _decoded(info)
    if len(name) > limits.name:
        raise PackageRefused("name_too_long", name=shown(name), limit=limits.name)
    if "\\" in name:
        raise PackageRefused("backslash", name=shown(name))
    if name.startswith("/") or (name[1:2] == ":" and name[:1].isalpha()):
        raise PackageRefused("absolute", name=shown(name))
    parts = name.removesuffix("/").split("/")
    if ".." in parts:
        raise PackageRefused("leaves", name=shown(name))
    if not all(map(_is_usable, parts)):
        raise PackageRefused("bad_name", name=shown(name))
    if len(parts) - 1 > limits.folders:
        raise PackageRefused("too_deep", name=shown(name), limit=limits.folders)
    return unicodedata.normalize("NFC", "/".join(parts))


def _decoded(info: zipfile.ZipInfo) -> str:
    """Many programs write UTF-8 without saying so; the library then reads it as the code page of DOS."""
    name = info.orig_filename
    if info.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def _is_usable(part: str) -> bool:
    if part in ("", "."):
        return False
    return not any(
        letter in BAD_CHARACTERS or unicodedata.category(letter) in BAD_CATEGORIES for letter in part
    )


def _require_ordinary(info: zipfile.ZipInfo, path: str) -> None:
    if info.flag_bits & ENCRYPTED:
        raise PackageRefused("encrypted", name=shown(path))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageRefused("method", name=shown(path))
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR) > info.is_dir():
        raise PackageRefused("special", name=shown(path))
    if info.is_dir() and info.file_size:
        raise PackageRefused("file_and_folder", name=shown(path))


def _require_measure(info: zipfile.ZipInfo, path: str, limits: Limits) -> None:
    if info.file_size > SMALL and info.file_size > info.compress_size * limits.ratio:
        raise PackageRefused("bomb", name=shown(path))
    if info.file_size > limits.file:
        raise PackageRefused("file_too_large", name=shown(path), limit=megabytes(limits.file))
