"""The bones of a ZIP file, read before the library does.

It would build an object for each of a million entries, and take the directory's word for what lies where.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

from training.packages.rules import PackageRefused

END = struct.Struct("<4s4H2LH")
LOCAL = struct.Struct("<4s5H3L2H")
END_MARK, LOCAL_MARK, LOCATOR_MARK = b"PK\x05\x06", b"PK\x03\x04", b"PK\x06\x07"
LOCATOR_BYTES = 20
COMMENT_MAX = 65_535
ENTRY_BYTES = 46 + 128  # an entry without its name, with what programs like to add
SIZES_FOLLOW = 0x8
PACKED_PIECE, PIECE = 64 * 1024, 256 * 1024
MAX16, MAX32 = 0xFFFF, 0xFFFFFFFF


class Directory(NamedTuple):
    """Where the central directory lies, and how many entries it says it has."""

    start: int
    size: int
    entries: int


def directory_of(file: IO[bytes], *, files: int, name: int) -> Directory:
    """Where the central directory lies. Refused unread when it is large, split or not the only one."""
    end_at, end = _end_of(file)
    _mark, disk, first_disk, here, entries, size, start, _comment = end
    if disk or first_disk or here != entries:
        raise PackageRefused("split")
    if MAX16 in (entries, here) or MAX32 in (size, start) or _has_locator(file, end_at):
        raise PackageRefused("zip64")
    if entries > files or size > files * (ENTRY_BYTES + name):
        raise PackageRefused("too_many_files", limit=files)
    if start + size < end_at:
        raise PackageRefused("prefixed")
    if start + size > end_at:
        raise PackageRefused("broken")
    return Directory(start, size, entries)


def require_honest_headers(file: IO[bytes], entries: list[zipfile.ZipInfo], directory: Directory) -> None:
    """Each file's own header must agree with the directory, and no two files may share a byte.

    An entry that is counted and not found hides in another's comment: not every program shows it.
    """
    if len(entries) != directory.entries:
        raise PackageRefused("broken")
    free_from = 0
    for info in sorted(entries, key=lambda entry: entry.header_offset):
        name = info.filename[:80]
        if info.header_offset < free_from:
            raise PackageRefused("overlap")
        file.seek(info.header_offset)
        header = file.read(LOCAL.size)
        if len(header) < LOCAL.size or not header.startswith(LOCAL_MARK):
            raise PackageRefused("broken")
        fields = LOCAL.unpack(header)
        _require_agreement(file.read(fields[9]), fields, info, name)
        free_from = info.header_offset + LOCAL.size + fields[9] + fields[10] + info.compress_size
        if free_from > directory.start:
            raise PackageRefused("overlap")


def unpacked(file: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a file's packed bytes become, piece by piece, in bounded memory. Raises zlib.error, EOFError."""
    file.seek(info.header_offset)
    fields = LOCAL.unpack(file.read(LOCAL.size))
    file.seek(info.header_offset + LOCAL.size + fields[9] + fields[10])
    if info.compress_type == zipfile.ZIP_STORED:
        yield from _raw(file, info.compress_size)
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in _raw(file, info.compress_size):
        if inflate.eof:
            raise zlib.error("something follows the end")
        yield inflate.decompress(packed, PIECE)
        while inflate.unconsumed_tail:
            yield inflate.decompress(inflate.unconsumed_tail, PIECE)
    yield inflate.flush()
    if not inflate.eof or inflate.unused_data:
        raise zlib.error("the end is not where it should be")


def _raw(file: IO[bytes], size: int) -> Iterator[bytes]:
    while size:
        piece = file.read(min(size, PACKED_PIECE))
        if not piece:
            raise EOFError
        size -= len(piece)
        yield piece


def _require_agreement(raw_name: bytes, fields: tuple, info: zipfile.ZipInfo, name: str) -> None:
    _mark, _version, flags, method, _time, _date, _crc, packed, size, _names, _extra = fields
    encoding = "utf-8" if flags & 0x800 else "cp437"
    if raw_name.decode(encoding, "replace") != info.orig_filename or method != info.compress_type:
        raise PackageRefused("headers_differ", name=name)
    if (flags ^ info.flag_bits) & 0x1:
        raise PackageRefused("headers_differ", name=name)
    is_told_later = flags & SIZES_FOLLOW or MAX32 in (packed, size)
    if not is_told_later and (packed, size) != (info.compress_size, info.file_size):
        raise PackageRefused("sizes_lie", name=name)
    if info.compress_type == zipfile.ZIP_STORED and info.compress_size != info.file_size:
        raise PackageRefused("sizes_lie", name=name)


def _end_of(file: IO[bytes]) -> tuple[int, tuple]:
    """Where the file says it ends.

    Only the last mark counts, and only if its comment reaches exactly to the end of the file: where two
    could be meant, two programs would see two archives.
    """
    length = file.seek(0, 2)
    from_there = max(0, length - END.size - COMMENT_MAX)
    file.seek(from_there)
    tail = file.read()
    at = tail.rfind(END_MARK)
    if at >= 0 and at + END.size <= len(tail):
        end = END.unpack_from(tail, at)
        if at + END.size + end[7] == len(tail):
            return from_there + at, end
    raise PackageRefused("broken")


def _has_locator(file: IO[bytes], end_at: int) -> bool:
    if end_at < LOCATOR_BYTES:
        return False
    file.seek(end_at - LOCATOR_BYTES)
    return file.read(4) == LOCATOR_MARK
