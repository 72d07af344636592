"""What a file really is, by its bytes. The name is only a claim that must agree."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.etree.ElementTree import ParseError

import filetype
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

IMAGES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCUMENTS = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain",
    "csv": "text/csv",
}
_OFFICE_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_SVG = "{http://www.w3.org/2000/svg}"
DRAWING_TAGS = {
    f"{_SVG}{name}"
    for name in (
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
        "title", "desc", "defs", "linearGradient", "radialGradient", "stop", "clipPath",
    )
}  # fmt: skip


def media_type_of(content: bytes, name: str) -> str | None:
    """The media type of `content` if it is what `name` claims and of an allowed kind, else `None`."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension in IMAGES:
        return IMAGES[extension] if filetype.guess_mime(content) == IMAGES[extension] else None
    if extension == "svg":
        return "image/svg+xml" if is_plain_drawing(content) else None
    check = _CHECKS.get(extension)
    return DOCUMENTS[extension] if check and check(content, extension) else None


def is_plain_drawing(content: bytes) -> bool:
    """Whether an SVG only draws: no script, no event, no link, no style, nothing fetched, no entities."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return False
    return all(
        element.tag in DRAWING_TAGS and all(_draws(name, value) for name, value in element.attrib.items())
        for element in root.iter()
    )


def _draws(name: str, value: str) -> bool:
    local = name.lower()
    if local.startswith("on") or local == "style" or "href" in local:
        return False
    return "url(" not in value.replace("url(#", "") and "javascript:" not in value.lower()


def _is_pdf(content: bytes, extension: str) -> bool:
    return content.startswith(b"%PDF-")


def _is_office(content: bytes, extension: str) -> bool:
    names = _zip_names(content)
    return "[Content_Types].xml" in names and _OFFICE_PARTS[extension] in names


def _is_open_document(content: bytes, extension: str) -> bool:
    if "mimetype" not in _zip_names(content):
        return False
    with zipfile.ZipFile(BytesIO(content)) as archive, archive.open("mimetype") as handle:
        return handle.read(200) == DOCUMENTS[extension].encode()


def _is_text(content: bytes, extension: str) -> bool:
    """Text has no NUL and reads as UTF-8; what fits a known signature is something else in disguise."""
    if b"\0" in content or filetype.guess(content) is not None or content.startswith(b"MZ"):
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _zip_names(content: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return set()


_CHECKS: dict[str, Callable[[bytes, str], bool]] = {
    "pdf": _is_pdf,
    "docx": _is_office,
    "xlsx": _is_office,
    "pptx": _is_office,
    "odt": _is_open_document,
    "ods": _is_open_document,
    "txt": _is_text,
    "csv": _is_text,
}
