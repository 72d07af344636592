"""Turns one request into one PDF, inside the child; whatever documents share stays cached."""

import gc
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML, Attachment
from weasyprint.logger import LOGGER, PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration

from portal.documents.fetching import GivenOnlyFetcher, read_fonts
from portal.documents.finishing import finish

# The HTML standard clamps spans to these; without it one cell can ask for a hundred million columns.
WIDEST_SPANS = {"colspan": 1000, "span": 1000, "rowspan": 65534}
DEEPEST_NESTING = 200
XML_DECLARATION = '<?xml version="1.0"?>'
DOCUMENTS_PER_SWEEP = 20


class Refused(Exception):
    """The document cannot be rendered as it is; `reason` is a slug that the portal translates."""

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(detail or reason)
        self.reason = reason
        self.detail = detail


class FontBroken(Exception):
    """A font file of the portal itself is missing or damaged."""


@dataclass(frozen=True)
class Request:
    """What one document is made of; all bytes come with it."""

    html: str
    stylesheets: Sequence[str] = ()
    new_stylesheets: Mapping[str, bytes] = field(default_factory=dict)
    assets: Mapping[str, bytes] = field(default_factory=dict)
    attachments: Sequence[tuple[dict[str, str], bytes]] = ()
    issued_at: str = ""
    language: str = "en"
    seal_tooltip: str = ""


@dataclass(frozen=True)
class Rendered:
    """The PDF, WeasyPrint's complaints, and the characters that no font on this machine has."""

    pdf: bytes
    warnings: list[str]
    missing_characters: str


class Engine:
    """Renders documents one after the other; fonts and parsed stylesheets stay between them."""

    def __init__(self, fonts: str):
        PROGRESS_LOGGER.disabled = True
        LOGGER.propagate = False
        LOGGER.handlers = []
        self.fonts = FontConfiguration()
        self.fetcher = GivenOnlyFetcher(read_fonts(Path(fonts)))
        self.sources: dict[str, str] = {}
        self.stylesheets: dict[tuple[str, ...], CSS] = {}
        self.warm = False
        self.unswept = 0

    def answer(self, header: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
        """Render what the portal asked for, and answer in its terms."""
        try:
            rendered = self.render(request_of(header, parts))
        except Refused as refusal:
            return {"state": "failed", "reason": refusal.reason, "detail": refusal.detail}, []
        except FontBroken as error:
            return {"state": "unavailable", "detail": str(error)}, []
        about = {"warnings": rendered.warnings, "missing_characters": rendered.missing_characters}
        return {"state": "done", **about}, [rendered.pdf]

    def render(self, request: Request) -> Rendered:
        """Render `request`. Raises Refused or FontBroken."""
        self.fetcher.assets = request.assets
        try:
            with collected_warnings() as warnings:
                self.sources |= {name: sheet.decode() for name, sheet in request.new_stylesheets.items()}
                return self._render(request, warnings)
        finally:
            self.fetcher.assets = {}

    def sweep(self) -> None:
        """Free documents, webs of cycles: one sweep after a few is cheaper than hundreds within each.

        For a process that has switched the collector off and does nothing but render.
        """
        self.unswept += 1
        if self.warm and self.unswept < DOCUMENTS_PER_SWEEP:
            return
        self.unswept = 0
        gc.collect()
        if not self.warm:
            # What is alive after the first document stays alive, and need not be looked at again.
            gc.freeze()
            self.warm = True

    def _stylesheet(self, digests: tuple[str, ...], warnings: list[str]) -> CSS:
        """One sheet of all: an element is matched against a sheet, not against a rule."""
        if digests not in self.stylesheets:
            source = "\n".join(self.sources[digest] for digest in digests)
            sheet = CSS(string=source, url_fetcher=self.fetcher, font_config=self.fonts, base_url="asset:")
            broken = [line for line in warnings if line.startswith("Font-face")]
            if broken:
                raise FontBroken(broken[0])
            self.stylesheets[digests] = sheet
        return self.stylesheets[digests]

    def _render(self, request: Request, warnings: list[str]) -> Rendered:
        html = parsed(request.html, self.fetcher)
        prepare_tree(html.etree_element, request)
        missing: set[int] = set()

        def finisher(document: Any, pdf: Any) -> None:
            finish(pdf, seal_tooltip=request.seal_tooltip)
            missing.update(*(font.missing for font in document.fonts.values()))

        pdf = html.write_pdf(
            stylesheets=[self._stylesheet(tuple(request.stylesheets), warnings)],
            font_config=self.fonts,
            attachments=[attachment(about, body, request.issued_at) for about, body in request.attachments],
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            finisher=finisher,
        )
        return Rendered(pdf, warnings, "".join(map(chr, sorted(missing))))


class WellFormed(HTML):
    """A document in XML syntax: what is well formed needs no parser that forgives."""

    def __init__(self, source: str, fetcher: GivenOnlyFetcher):
        self.base_url = "asset:"
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.etree_element = ElementTree.fromstring(source)  # noqa: S314  our own template, and expat is bounded
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element, content_language=None)


def parsed(source: str, fetcher: GivenOnlyFetcher) -> HTML:
    """Parse `source`; one that begins with an XML declaration and is well formed, in a tenth of the time."""
    if source.startswith(XML_DECLARATION):
        try:
            return WellFormed(source, fetcher)
        except ElementTree.ParseError as error:
            # A control character in somebody's name is no reason to refuse: HTML knows what to do with it.
            LOGGER.warning("Not well formed: %s", error)
    return HTML(string=source.removeprefix(XML_DECLARATION), url_fetcher=fetcher, base_url="asset:")


def request_of(header: dict[str, Any], parts: list[bytes]) -> Request:
    """Put the parts of a message where its header says they belong."""
    bodies = iter(parts)
    return Request(
        html=next(bodies).decode(),
        new_stylesheets={digest: next(bodies) for digest in header["new_stylesheets"]},
        assets={name: next(bodies) for name in header["assets"]},
        attachments=[(about, next(bodies)) for about in header["attachments"]],
        stylesheets=header["stylesheets"],
        issued_at=header["issued_at"],
        language=header["language"],
        seal_tooltip=header["seal_tooltip"],
    )


def attachment(about: Mapping[str, str], body: bytes, issued_at: str) -> Attachment:
    """Wrap `body` for WeasyPrint, dated like the document."""
    moment = datetime.fromisoformat(issued_at)
    return Attachment(file_obj=BytesIO(body), created=moment, modified=moment, **about)


def prepare_tree(root: Any, request: Request) -> None:
    """Check and complete the parsed document: nesting, spans, language, title and dates."""
    head, title = root.find("head"), root.find("head/title")
    if title is None or not (title.text or "").strip():
        raise Refused("untitled")
    if not root.get("lang"):
        root.set("lang", request.language)
    for kind in ("created", "modified"):
        head.append(head.makeelement("meta", {"name": f"dcterms.{kind}", "content": request.issued_at}))
    _bound(root)


def _bound(root: Any) -> None:
    level = [root]
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST_NESTING:
            raise Refused("too_deep", f"more than {DEEPEST_NESTING} levels")
        for element in level:
            _clamp_spans(element)
        level = [child for element in level for child in element]


def _clamp_spans(element: Any) -> None:
    for attribute, widest in WIDEST_SPANS.items():
        value = element.get(attribute)
        if value and (not value.strip().isdecimal() or not 1 <= int(value[:12]) <= widest):
            element.set(attribute, "1" if not value.strip().isdecimal() else str(widest))


class _Collector(logging.Handler):
    def __init__(self, lines: list[str]):
        super().__init__(logging.WARNING)
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.lines) < 20:
            self.lines.append(record.getMessage()[:300])


@contextmanager
def collected_warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint complains about meanwhile."""
    lines: list[str] = []
    handler = _Collector(lines)
    LOGGER.addHandler(handler)
    try:
        yield lines
    finally:
        LOGGER.removeHandler(handler)
