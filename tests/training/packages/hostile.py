"""Packages that nobody honest would send, with the refusal each of them must meet: (slug, maker)."""

import struct
import zlib
from collections.abc import Callable

from tests.training.packages.files import (
    ITEM,
    METADATA,
    PAGE,
    RESOURCE,
    Member,
    Zip,
    manifest,
    package,
    written,
)

MB = 1024 * 1024
LINK = 0o120777 << 16
DEVICE = 0o020666 << 16
PIPE = 0o010644 << 16
SOCKET = 0o140755 << 16
ENTITIES = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
READS_A_FILE = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ASKS_THE_NET = '<!DOCTYPE m [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'
OUTSIDE_DTD = '<!DOCTYPE manifest SYSTEM "http://127.0.0.1:9/manifest.dtd">'
QUOTES = "parameters='?&quot;&gt;&lt;x' isvisible"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def _zeros(size: int) -> bytes:
    """Deflated zeros of `size` bytes, made in pieces."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    made = [deflate.compress(b"\0" * MB) for _ in range(size // MB)]
    return b"".join([*made, deflate.flush()])


def _bomb() -> bytes:
    packed = _zeros(64 * MB)
    return written(Member(b"zeros.bin", b"", size=64 * MB, packed=packed, crc=0))


def _many_bombs() -> bytes:
    """The same bytes named by many entries: each is honest, together they are terabytes."""
    packed = _zeros(64 * MB)
    first = Member(b"zeros0.bin", b"", size=64 * MB, packed=packed, crc=0)
    start = len(Zip([]).bytes()) - 22
    others = [
        Member(f"zeros{at}.bin".encode(), b"", size=64 * MB, packed=packed, crc=0, offset=start)
        for at in range(1, 4)
    ]
    return Zip([first, *others]).bytes()


def _large_in_sum() -> bytes:
    """Twelve films that do not compress would need 500 MB here, so their sizes only claim to be honest."""
    claims = [
        Member(f"film{at}.mp4".encode(), b"", size=150 * MB, packed=b"x" * MB, crc=0) for at in range(3)
    ]
    return written(*claims)


def _hidden_after_the_end() -> bytes:
    """More than announced: whoever trusts the size reads a harmless beginning."""
    text = b"<p>harmless</p><script>hostile()</script>"
    return written(Member(b"more.html", text, size=15, crc=zlib.crc32(text[:15])))


def _swapped_manifest(text: str) -> bytes:
    return written(manifest_text=text)


def _declares(doctype: str) -> Callable[[], bytes]:
    return lambda: _swapped_manifest(manifest().replace(HEAD, HEAD + doctype))


def _starts(href: str) -> Callable[[], bytes]:
    return lambda: package(href=href)


def _named(name: bytes, **facts: object) -> Callable[[], bytes]:
    return lambda: written(Member(name, **facts))


def _two_scos() -> bytes:
    items = ITEM.format(title="One", more="") + ITEM.format(title="Two", more="").replace("R1", "R2")
    first = RESOURCE.format(name="R1", kind="sco", href="index.html")
    second = RESOURCE.format(name="R2", kind="sco", href="b.html")
    return package({"b.html": PAGE}, items=items, resources=first + second)


def _endless_directory() -> bytes:
    """A directory of sixty thousand entries behind an end that admits three."""
    return Zip([Member(b"", b"", method=0)] * 60_000, count=3).bytes()


def _zip64() -> bytes:
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 2, 2, 0, 0)
    return written(before_end=record + struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1))


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    # Not what it says
    "nothing at all": ("not_a_zip", lambda: b""),
    "a page instead": ("not_a_zip", PAGE.encode),
    "a ZIP file without files": ("empty", lambda: Zip([]).bytes()),
    "only a folder": ("empty", lambda: Zip([Member(b"a/", b"", mode=0o040755 << 16)]).bytes()),
    "cut off in the middle": ("broken", lambda: package()[:-200]),
    "two ends": ("broken", lambda: written(comment=b"saved by PK\x05\x06 a program, " + b"x" * 30)),
    "no end": ("broken", lambda: written(without_end=True)),
    "an end inside another's comment": ("broken", lambda: written(after=b"x" * 70_000)),
    "a program before it": ("not_a_zip", lambda: written(before=b"MZ" + b"\0" * 100)),
    "a second archive before it": ("prefixed", lambda: written(before=package())),
    "the directory lies beyond the end": ("broken", lambda: written(directory_shift=5000)),
    "split over disks": ("split", lambda: written(disk=1)),
    "marked as a part": ("split", lambda: b"PK\x07\x08" + package()),
    "an archive for giants": ("zip64", _zip64),
    "counts beyond measure": ("zip64", lambda: written(count=0xFFFF)),
    "a directory without end": ("too_many_files", _endless_directory),
    "too many files": ("too_many_files", lambda: written(*[Member(b"f%d" % at) for at in range(5_000)])),
    # Bombs
    "a bomb": ("bomb", _bomb),
    "a bomb in overlapping files": ("bomb", _many_bombs),
    "large in sum": ("unpacked_too_large", _large_in_sum),
    "one file too large": (
        "file_too_large",
        lambda: written(Member(b"film.mp4", b"", size=300 * MB, packed=b"x" * 2 * MB)),
    ),
    "files that share bytes": ("overlap", lambda: written(Member(b"a.html", offset=0))),
    "less than announced": ("sizes_lie", lambda: written(Member(b"a.html", b"short", size=900, crc=1))),
    "more than announced": ("sizes_lie", _hidden_after_the_end),
    "another size in the file's own header": ("sizes_lie", lambda: written(Member(b"a.html", local_size=9))),
    "stored, with two sizes": ("sizes_lie", lambda: written(Member(b"a.html", b"xyz", method=0, size=2))),
    "a checksum that is none": ("sizes_lie", lambda: written(Member(b"a.html", b"text", crc=7))),
    "not deflated at all": ("sizes_lie", lambda: written(Member(b"a.html", b"text", packed=b"\xff" * 9))),
    "packed past the directory": ("overlap", lambda: written(Member(b"a.html", packed_size=9_000_000))),
    # Paths
    "out by dots": ("leaves", _named(b"../../etc/cron.d/x")),
    "out by dots in the middle": ("leaves", _named(b"img/../../x.html")),
    "from the top": ("absolute", _named(b"/etc/passwd")),
    "from another disk": ("absolute", _named(b"C:/Windows/x.html")),
    "backslashes": ("backslash", _named(b"..\\..\\x.html")),
    "backslashes from the top": ("backslash", _named(b"\\\\server\\share\\x.html")),
    "a NUL in the name": ("bad_name", _named(b"x.html\0.png")),
    "a stream of another file": ("bad_name", _named(b"index.html::$DATA")),
    "a name that reads backwards": ("bad_name", _named("x\u202egnp.html".encode())),
    "a line break in the name": ("bad_name", _named(b"x\r\nSet-Cookie: a=b.html")),
    "a name of nothing": ("bad_name", _named(b"img//x.html")),
    "a name of one dot": ("bad_name", _named(b"./x.html")),
    "no name": ("bad_name", _named(b"")),
    "a name that is not text": ("broken", _named(b"\xff\xfe.html")),
    "a name without end": ("name_too_long", _named(b"a" * 5_000 + b".html")),
    "folders without end": ("too_deep", _named(b"a/" * 60 + b"x.html")),
    "another name in the file's own header": (
        "headers_differ",
        lambda: written(Member(b"a.html", local_name=b"b.html")),
    ),
    # Kinds
    "a link": ("special", _named(b"link.html", content=b"/etc/passwd", mode=LINK)),
    "a link said by a DOS program": ("special", _named(b"link.html", mode=LINK, system=0)),
    "a device": ("special", _named(b"device", mode=DEVICE)),
    "a pipe": ("special", _named(b"pipe", mode=PIPE)),
    "a socket": ("special", _named(b"socket", mode=SOCKET)),
    "a file that is a folder": ("special", _named(b"folder", mode=0o040755 << 16)),
    "with a password": ("encrypted", _named(b"a.html", flags=0x801)),
    "with hidden headers": ("encrypted", _named(b"a.html", flags=0x2801)),
    "packed by an unknown method": ("method", _named(b"a.html", method=99)),
    "packed by LZMA": ("method", _named(b"a.html", method=14)),
    # Names that are one
    "one name twice": ("twice", lambda: written(Member(b"index.html", b"other"))),
    "one name in two cases": ("twice", lambda: written(Member(b"INDEX.HTML", b"other"))),
    "one name in two spellings": (
        "twice",
        lambda: written(Member("\u00fc.html".encode()), Member("u\u0308.html".encode())),
    ),
    "one name in two widths": ("twice", lambda: written(Member("ｉndex.html".encode()))),
    "a file that is another's folder": (
        "file_and_folder",
        lambda: written(Member(b"index.html/x.html")),
    ),
    "a folder that becomes a file": (
        "file_and_folder",
        lambda: written(Member(b"a/x.html"), Member(b"a", b"file")),
    ),
    "a folder with content": (
        "file_and_folder",
        lambda: written(Member(b"a/", b"content", mode=0o040755 << 16)),
    ),
    # The manifest
    "no manifest": ("no_manifest", lambda: Zip([Member(b"index.html", PAGE.encode())]).bytes()),
    "the manifest lies deeper": (
        "manifest_below",
        lambda: Zip([Member(b"course/imsmanifest.xml", manifest().encode())]).bytes(),
    ),
    "a manifest without end": (
        "manifest_too_large",
        lambda: _swapped_manifest(manifest(more=f"<x>{'abcdefgh' * 150_000}</x>")),
    ),
    "no XML": ("not_xml", lambda: _swapped_manifest("{}")),
    "XML that does not close": ("not_xml", lambda: _swapped_manifest(manifest()[:-20])),
    "XML in an unknown encoding": (
        "not_xml",
        lambda: _swapped_manifest("<?xml version='1.0' encoding='x-none'?><manifest/>"),
    ),
    "a laugh": ("dangerous_xml", _declares(ENTITIES)),
    "XML that reads a file": ("dangerous_xml", _declares(READS_A_FILE)),
    "XML that asks the net": ("dangerous_xml", _declares(ASKS_THE_NET)),
    "a document type elsewhere": ("dangerous_xml", _declares(OUTSIDE_DTD)),
    "another document": ("not_a_manifest", lambda: _swapped_manifest("<html/>")),
    "SCORM 2004": (
        "other_version",
        lambda: package(metadata=METADATA.replace("1.2", "2004 4th Edition")),
    ),
    "another version": ("other_version", lambda: package(metadata=METADATA.replace("1.2", "1.1"))),
    "no version": (
        "unknown_version",
        lambda: _swapped_manifest("<manifest><organizations/></manifest>"),
    ),
    "no organisation": (
        "no_organisation",
        lambda: _swapped_manifest(f"<manifest>{METADATA}<organizations/></manifest>"),
    ),
    "nothing that reports": ("no_sco", lambda: package(kind="asset")),
    "two that report": ("several_scos", _two_scos),
    "a reference to nothing": (
        "resource_missing",
        lambda: package(items=ITEM.format(title="x", more="").replace("R1", "R9")),
    ),
    "begins elsewhere": ("start_outside", _starts("https://example.com/x.html")),
    "begins elsewhere without saying how": ("start_outside", _starts("//example.com/x.html")),
    "begins with a script": ("start_outside", _starts("javascript:alert(1)")),
    "begins at the top": ("start_outside", _starts("/x.html")),
    "begins outside": ("start_outside", _starts("a/../../x.html")),
    "begins outside in disguise": ("start_outside", _starts("%2e%2e/x.html")),
    "begins with what is not there": ("start_missing", _starts("other.html")),
    "begins with nothing": ("start_missing", _starts("")),
    "begins with a picture": ("start_no_page", _starts("img/dot.png")),
    "begins with a quote in its address": (
        "bad_parameters",
        lambda: package(items=ITEM.replace("isvisible", QUOTES).format(title="x", more="")),
    ),
}
