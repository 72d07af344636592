"""Packages as authoring tools save them, and ZIP files written byte by byte so that each of them can lie."""

import struct
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

FILE_MODE = 0o100644 << 16
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="{identifier}" version="1.2"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  {metadata}
  <organizations default="ORG">
    <organization identifier="ORG">
      <title>{title}</title>
      {items}
    </organization>
  </organizations>
  <resources>{resources}</resources>
</manifest>
"""
METADATA = "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
ITEM = '<item identifier="I1" identifierref="R1" isvisible="true"><title>{title}</title>{more}</item>'
RESOURCE = (
    '<resource identifier="{name}" type="webcontent" adlcp:scormtype="{kind}" href="{href}">'
    '<file href="{href}"/></resource>'
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Course</title>
<script>
function find(w) { for (let n = 0; n < 9; n += 1, w = w.parent) { if (w.API) return w.API; } }
const api = find(window);
api.LMSInitialize("");
function finish(status, score) {
  api.LMSSetValue("cmi.core.score.raw", String(score));
  api.LMSSetValue("cmi.core.lesson_status", status);
  api.LMSCommit("");
}
function note(text) { api.LMSSetValue("cmi.suspend_data", text); api.LMSCommit(""); }
</script></head>
<body><h1>Course</h1><p id="resumed"></p><p id="status"></p>
<button id="half" onclick="note('page-2')">Half way</button>
<button id="pass" onclick="finish('passed', 90)">Pass</button>
<button id="fail" onclick="finish('failed', 10)">Fail</button>
<script>
document.getElementById("resumed").textContent = api.LMSGetValue("cmi.suspend_data");
document.getElementById("status").textContent = api.LMSGetValue("cmi.core.lesson_status");
</script><img src="img/dot.png" alt=""></body></html>
"""
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


def manifest(
    *,
    identifier: str = "COURSE-1",
    title: str = "Social media for beginners",
    metadata: str = METADATA,
    href: str = "index.html",
    kind: str = "sco",
    more: str = "",
    items: str = "",
    resources: str = "",
) -> str:
    return MANIFEST.format(
        identifier=identifier,
        title=title,
        metadata=metadata,
        items=items or ITEM.format(title=title, more=more),
        resources=resources or RESOURCE.format(name="R1", kind=kind, href=href),
    )


def package(files: dict[str, str | bytes] | None = None, **facts: str) -> bytes:
    """An ordinary package as a program would save it, with `files` on top."""
    content: dict[str, str | bytes] = {
        "imsmanifest.xml": manifest(**facts),
        "index.html": PAGE,
        "img/dot.png": DOT,
        **(files or {}),
    }
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return target.getvalue()


@dataclass
class Member:
    """One entry of a ZIP file. What is left `None` is told honestly."""

    name: bytes
    content: bytes = b"x"
    local_name: bytes | None = None
    size: int | None = None
    local_size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    flags: int = 0x800
    method: int = 8
    mode: int = FILE_MODE
    system: int = 3
    extra: bytes = b""
    disk: int = 0
    offset: int | None = None
    packed: bytes | None = None

    def body(self) -> bytes:
        if self.packed is not None:
            return self.packed
        if self.method != 8:
            return self.content
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        return deflate.compress(self.content) + deflate.flush()


@dataclass
class Zip:
    """A ZIP file that says what it is told to say."""

    members: list[Member]
    before: bytes = b""
    before_end: bytes = b""
    after: bytes = b""
    comment: bytes = b""
    count: int | None = None
    disk: int = 0
    directory_shift: int = 0
    without_end: bool = False
    written: bytearray = field(default_factory=bytearray)

    def bytes(self) -> bytes:
        self.written = bytearray(self.before)
        listed = b"".join([self._write(member) for member in self.members])
        start = len(self.written)
        self.written += listed + self.before_end
        if not self.without_end:
            count = len(self.members) if self.count is None else self.count
            end = (b"PK\x05\x06", self.disk, self.disk, count, count)
            where = (len(listed), start - len(self.before) + self.directory_shift, len(self.comment))
            self.written += struct.pack("<4s4H2LH", *end, *where) + self.comment
        return bytes(self.written + self.after)

    def _write(self, member: Member) -> bytes:
        body, at = member.body(), len(self.written)
        crc = zlib.crc32(member.content) if member.crc is None else member.crc
        size = len(member.content) if member.size is None else member.size
        packed = len(body) if member.packed_size is None else member.packed_size
        local_name = member.name if member.local_name is None else member.local_name
        local_size = size if member.local_size is None else member.local_size
        common = (member.flags, member.method, 0, 0x21, crc, packed)
        lengths = (len(local_name), len(member.extra))
        self.written += struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, *common, local_size, *lengths)
        self.written += local_name + member.extra + body
        offset = at if member.offset is None else member.offset
        head = (
            b"PK\x01\x02",
            20 | member.system << 8,
            20,
            *common,
            size,
            len(member.name),
            len(member.extra),
            0,
        )
        tail = (member.disk, 0, member.mode, offset)
        return struct.pack("<4s6H3L5H2L", *head, *tail) + member.name + member.extra


def written(*members: Member, manifest_text: str = "", **lies: object) -> bytes:
    """A package by hand: manifest and start page, then `members`."""
    good = [
        Member(b"imsmanifest.xml", (manifest_text or manifest()).encode()),
        Member(b"index.html", PAGE.encode()),
    ]
    return Zip([*good, *members], **lies).bytes()
