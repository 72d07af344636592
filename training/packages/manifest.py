"""Reads imsmanifest.xml: which course it is and where it begins. Pure; nothing outside the text is fetched.

SCORM 1.2 Content Aggregation Model (ADL, 2001), chapter 2.3. Namespaces are matched by local name: programs
write them in many ways, and nothing depends on which.
"""

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from training.packages.archive import Archive, megabytes, shown
from training.packages.rules import PackageRefused

NAME = "imsmanifest.xml"
MAX_BYTES = 1024 * 1024
TITLE_MAX = 200
LAUNCH_DATA_MAX = 4096
PAGES = (".html", ".htm", ".xhtml")
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
OLD_NAMESPACE = "adlcp_rootv1p2"
NEWER = re.compile(r"adlcp_v1p3|imscp_v1p1\b|cam 1\.3|2004", re.IGNORECASE)
PARAMETERS = re.compile(r"[\w\-.~%!$&'()*+,;=:@/?#]*", re.ASCII)


@dataclass(frozen=True)
class Manifest:
    """What is needed of a manifest to play its course."""

    identifier: str
    title: str
    start: str  # a path in the package
    parameters: str  # what follows it in the address: "", "?…" or "#…"
    mastery_score: int | None  # 0 to 100
    launch_data: str


def manifest_of(archive: Archive) -> Manifest:
    """The manifest of a package. Raises `PackageRefused` with what is wrong with it."""
    if NAME not in archive:
        raise _not_at_the_top(entry.path for entry in archive.entries)
    try:
        text = archive.read(NAME, MAX_BYTES)
    except ValueError as error:
        raise PackageRefused("manifest_too_large", limit=megabytes(MAX_BYTES)) from error
    return parse(text, {entry.path for entry in archive.entries})


def parse(text: bytes, paths: Collection[str]) -> Manifest:
    """`paths` are the files of the package."""
    root = _tree(text)
    if _local(root.tag) != "manifest":
        raise PackageRefused("not_a_manifest")
    _require_version(root)
    organisation = _organisation(root)
    item, resource = _only_sco(root, organisation)
    start, parameters = _start(root, item, resource, paths)
    return Manifest(
        identifier=_clean(root.get("identifier", ""), TITLE_MAX),
        title=_title(item) or _title(organisation) or _clean(start, TITLE_MAX),
        start=start,
        parameters=parameters,
        mastery_score=_score(_text(item, "masteryscore")),
        launch_data=_text(item, "datafromlms")[:LAUNCH_DATA_MAX],
    )


def _tree(text: bytes) -> Element:
    try:
        return fromstring(text, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise PackageRefused("dangerous_xml") from error
    except (ParseError, ValueError, LookupError) as error:
        raise PackageRefused("not_xml") from error


def _require_version(root: Element) -> None:
    """`schemaversion` says it; where it is left out, the namespaces do."""
    said = next((_clean(node.text or "", 40) for node in _all(root, "schemaversion")), "")
    if said == "1.2":
        return
    if said:
        known = "SCORM 2004" if NEWER.search(said) else f"“{said}”"
        raise PackageRefused("other_version", version=known)
    names = {element.tag for element in root.iter()} | {key for item in root.iter() for key in item.attrib}
    spaces = " ".join(str(name) for name in names)
    if OLD_NAMESPACE in spaces:
        return
    if NEWER.search(spaces):
        raise PackageRefused("other_version", version="SCORM 2004")
    raise PackageRefused("unknown_version")


def _organisation(root: Element) -> Element:
    listed = _child(root, "organizations")
    found = _children(listed, "organization") if listed is not None else []
    if listed is None or not found:
        raise PackageRefused("no_organisation")
    default = listed.get("default", "")
    return next((each for each in found if each.get("identifier") == default), found[0])


def _only_sco(root: Element, organisation: Element) -> tuple[Element, Element]:
    """The one item that opens a page which reports back, and that page's resource."""
    listed = _child(root, "resources")
    resources = {each.get("identifier", ""): each for each in _children(listed, "resource")}
    found: dict[str, tuple[Element, Element]] = {}
    for item in _all(organisation, "item"):
        reference = item.get("identifierref", "")
        if reference and reference not in resources:
            raise PackageRefused("resource_missing", name=shown(reference))
        if reference and _attribute(resources[reference], "scormtype").lower() == "sco":
            found.setdefault(reference, (item, resources[reference]))
    if not found:
        raise PackageRefused("no_sco")
    if len(found) > 1:
        raise PackageRefused("several_scos", count=len(found))
    return next(iter(found.values()))


def _start(root: Element, item: Element, resource: Element, paths: Collection[str]) -> tuple[str, str]:
    listed = _child(root, "resources")
    base = "".join(each.get(XML_BASE, "") for each in (root, listed, resource) if each is not None)
    href = (base + resource.get("href", "")).strip()
    address = _relative(href)
    if address is None:
        raise PackageRefused("start_outside", name=shown(href))
    path = unicodedata.normalize("NFC", posixpath.normpath(unquote(address.path)))
    if path.startswith(("..", "/")) or "\\" in path:
        raise PackageRefused("start_outside", name=shown(href))
    if path not in paths:
        raise PackageRefused("start_missing", name=shown(path))
    if not path.lower().endswith(PAGES):
        raise PackageRefused("start_no_page", name=shown(path))
    return path, _parameters(address.query, address.fragment, item.get("parameters", "").strip())


def _relative(href: str) -> SplitResult | None:
    """The parts of an address inside the package, or None when it leads elsewhere."""
    if href.startswith(("/", "\\")) or not href.isprintable():
        return None
    try:
        address = urlsplit(href)
    except ValueError:
        return None
    return None if address.scheme or address.netloc else address


def _parameters(query: str, fragment: str, added: str) -> str:
    """An item's parameters follow its page's own."""
    if not PARAMETERS.fullmatch(added) or len(added) > 1000:
        raise PackageRefused("bad_parameters")
    if added.startswith("#"):
        added, fragment = "", fragment or added[1:]
    joined = "&".join(part for part in (query, added.lstrip("?&")) if part)
    made = (f"?{joined}" if joined else "") + (f"#{fragment}" if fragment else "")
    if not PARAMETERS.fullmatch(made):
        raise PackageRefused("bad_parameters")
    return made


def _not_at_the_top(paths: Iterator[str]) -> PackageRefused:
    below = next((path for path in paths if path.lower().rpartition("/")[2] == NAME), "")
    if "/" in below:
        return PackageRefused("manifest_below", name=shown(below.rpartition("/")[0]))
    return PackageRefused("no_manifest")


def _title(element: Element) -> str:
    found = _child(element, "title")
    return _clean(found.text or "", TITLE_MAX) if found is not None else ""


def _text(element: Element, name: str) -> str:
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""


def _score(text: str) -> int | None:
    try:
        score = round(float(text))
    except (ValueError, OverflowError):
        return None
    return score if 0 <= score <= 100 else None


def _clean(text: str, limit: int) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:limit]


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key).lower() == name), "")


def _children(element: Element | None, name: str) -> list[Element]:
    return [each for each in element if _local(each.tag) == name] if element is not None else []


def _child(element: Element, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _all(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element.iter() if _local(each.tag) == name)
