"""What can be kept as evidence, told by the bytes. A name is a claim: it is brought into line. Pure.

Nothing is ever unpacked or drawn here. Archives are refused because nobody sees what is in them; pages,
drawings and scripts because they run where they are opened.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import IO

import filetype
from PIL import Image, UnidentifiedImageError

HEAD = 8192
PIECE = 256 * 1024
NAME_MAX = 200
MAX_PIXELS = 120_000_000  # a page of 1 280 pixels' width and 90 000 of height


@dataclass(frozen=True)
class Kind:
    """`extensions`: the first is the one that a name gets which has none of them."""

    media_type: str
    extensions: tuple[str, ...]
    is_picture: bool = False


_PICTURES = (
    Kind("image/png", ("png",), is_picture=True),
    Kind("image/jpeg", ("jpg", "jpeg"), is_picture=True),
    Kind("image/webp", ("webp",), is_picture=True),
    Kind("image/gif", ("gif",), is_picture=True),
)
_OTHERS = (
    Kind("image/heic", ("heic", "heif")),
    Kind("application/pdf", ("pdf",)),
    Kind("video/mp4", ("mp4", "m4v")),
    Kind("video/webm", ("webm",)),
    Kind("video/quicktime", ("mov",)),
)
MAIL = Kind("message/rfc822", ("eml",))
TEXT = Kind("text/plain", ("txt", "csv", "log"))
KINDS = {kind.media_type: kind for kind in (*_PICTURES, *_OTHERS, MAIL, TEXT)}
ACCEPTED = ",".join(f".{ending}" for kind in KINDS.values() for ending in kind.extensions)

_PROGRAMS = frozenset(
    """apk app appimage bat bin chm class cmd com cpl deb dll dmg exe hta inf iso jar js jse lnk msc msi pif
    ps1 psm1 py reg rpm scr sh swf url vb vbe vbs wsf wsh""".split()
)
_PAGES = frozenset("htm html mht mhtml svg svgz xht xhtml xml".split())
_PACKED = ("zip", "x-tar", "gzip", "x-7z", "rar", "x-bzip", "x-xz", "zstd", "lzip", "compress", "epub")
_MARKUP = re.compile(rb"<(?:[!?]|/?[a-z][a-z0-9:-]*[\s>/])", re.IGNORECASE)
_HEADER = re.compile(rb"^(?:From|Received|Return-Path|Message-ID|Date|Subject):", re.I | re.M)


class NotEvidence(ValueError):
    """`slug` says why: empty, program, archive, markup, huge_picture, broken_picture, unknown."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def kind_of(file: IO[bytes], name: str) -> Kind:
    """What `file` is. Raises `NotEvidence`. Reads it once at most, in pieces, and leaves it at its start."""
    try:
        file.seek(0)
        head = file.read(HEAD)
        if not head:
            raise NotEvidence("empty")
        if _ending(name) in _PROGRAMS:
            raise NotEvidence("program")
        if _ending(name) in _PAGES:
            raise NotEvidence("markup")
        media_type = filetype.guess_mime(head)
        if media_type is None:
            return _written(file, head)
        if media_type not in KINDS:
            raise NotEvidence(_why_not(media_type))
        if KINDS[media_type].is_picture:
            _require_sane_picture(file)
        return KINDS[media_type]
    finally:
        file.seek(0)


def tidy_name(name: str, kind: Kind) -> str:
    """`name` without folders and invisible characters, ending as its kind does."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    if _ending(seen) in kind.extensions:
        return f"{seen[: seen.rfind('.')][: NAME_MAX - 10] or kind.extensions[0]}.{_ending(seen)}"
    return f"{seen[: NAME_MAX - 10] or 'evidence'}.{kind.extensions[0]}"


def _ending(name: str) -> str:
    return name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""


def _why_not(media_type: str) -> str:
    if any(media_type.endswith(f"/{packed}") or packed in media_type for packed in _PACKED):
        return "archive"
    return "program" if media_type.endswith(("msdownload", "executable", "x-shockwave-flash")) else "unknown"


def _require_sane_picture(file: IO[bytes]) -> None:
    """Its size in pixels, from its head alone: nothing is decoded."""
    file.seek(0)
    try:
        with Image.open(file) as picture:
            width, height = picture.size
    except Image.DecompressionBombError as bomb:
        raise NotEvidence("huge_picture") from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as broken:
        raise NotEvidence("broken_picture") from broken
    if width * height > MAX_PIXELS:
        raise NotEvidence("huge_picture")


def _written(file: IO[bytes], head: bytes) -> Kind:
    """A mail or a text: no NUL, and a text reads as UTF-8."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith((b"#!", b"MZ", b"\x7fELF")):
        raise NotEvidence("program")
    if _MARKUP.match(start):
        raise NotEvidence("markup")
    is_mail = len(_HEADER.findall(start.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0])) >= 3
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            if b"\0" in piece:
                raise NotEvidence("unknown")
            if not is_mail:
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as other:
        raise NotEvidence("unknown") from other
    return MAIL if is_mail else TEXT
