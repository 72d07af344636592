"""HTML in, accessible and archivable PDF out. The work is done in a child process, see `child`."""

import functools
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.documents.failures import PdfUnavailable, RenderFailed
from portal.documents.pool import Child, ChildDied, ChildTooSlow, pool

__all__ = ["BASE_STYLESHEETS", "Attachment", "PdfUnavailable", "RenderFailed", "render_pdf"]

BASE_STYLESHEETS = ("documents/fonts.css", "documents/page.css", "documents/text.css", "documents/record.css")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    """A file embedded in the PDF.

    `relationship` is one of Source, Data, Alternative, Supplement, Unspecified (ISO 19005-3, 6.8).
    """

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


def render_pdf(
    html: str,
    *,
    attachments: Sequence[Attachment] = (),
    assets: Mapping[str, bytes] | None = None,
    stylesheets: Sequence[str] = (),
    base: Sequence[str] = BASE_STYLESHEETS,
    language: str | None = None,
    issued_at: datetime | None = None,
    seconds: float | None = None,
) -> bytes:
    """Render `html` as PDF/A-3a and PDF/UA-1, with an empty tagged field that `seal_pdf` signs.

    `assets` are the only things the document can load besides `data:` addresses, as `asset:<name>`.
    `stylesheets` are static files laid over `base`, which a document with its own `<style>` leaves empty.
    `issued_at` (aware, default now) dates the document and its attachments, so that the same input gives
    the same bytes. `seconds` of wall clock defaults to settings.PDF_SECONDS. Raises RenderFailed for this
    document, PdfUnavailable for this machine.
    """
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    assets = assets or {}
    with translation.override(language):
        tooltip = _("Electronic seal of the portal")
    styles = load_stylesheets((*base, *stylesheets))
    header = {
        "seconds": seconds or settings.PDF_SECONDS,
        "stylesheets": [digest for digest, _source in styles],
        "assets": list(assets),
        "attachments": [
            {"name": item.name, "description": item.description, "relationship": item.relationship}
            for item in attachments
        ],
        "issued_at": (issued_at or timezone.now()).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "language": language,
        "seal_tooltip": tooltip,
    }
    bodies = [*assets.values(), *(item.content for item in attachments)]
    answer, (pdf,) = _ask(header, _text(html), dict(styles), bodies)
    _log_shortcomings(answer)
    return pdf


def _text(html: str) -> bytes:
    """Encode `html`; NUL and lone surrogates, which no font draws and no PDF string holds, become U+FFFD."""
    return html.replace("\x00", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()


def _ask(
    header: dict[str, Any], html: bytes, styles: Mapping[str, bytes], bodies: Sequence[bytes]
) -> tuple[dict[str, Any], list[bytes]]:
    """Ask a child; ask another one once more if it died, which says nothing about the document yet."""
    try:
        return _ask_once(header, html, styles, bodies)
    except ChildDied as death:
        logger.warning("A PDF child died and the document is tried again: %s", death)
    try:
        return _ask_once(header, html, styles, bodies)
    except ChildDied as death:
        raise RenderFailed("crashed", str(death)) from death


def _ask_once(
    header: dict[str, Any], html: bytes, styles: Mapping[str, bytes], bodies: Sequence[bytes]
) -> tuple[dict[str, Any], list[bytes]]:
    try:
        with pool.lease() as child:
            news = {
                digest: source for digest, source in styles.items() if digest not in child.known_stylesheets
            }
            answer, parts = child.ask(
                {**header, "new_stylesheets": list(news)}, [html, *news.values(), *bodies]
            )
            return _judged(child, answer, news), parts
    except ChildTooSlow as slow:
        raise RenderFailed("too_slow", f"more than {header['seconds']} s") from slow


def _judged(child: Child, answer: dict[str, Any], news: Mapping[str, bytes]) -> dict[str, Any]:
    if answer["state"] == "failed":
        raise RenderFailed(answer["reason"], answer["detail"])
    if answer["state"] == "unavailable":
        raise PdfUnavailable(answer["detail"])
    child.known_stylesheets.update(news)
    return answer


def _log_shortcomings(answer: dict[str, Any]) -> None:
    if answer["warnings"]:
        logger.debug("PDF laid out with warnings: %s", "; ".join(answer["warnings"]))
    if answer["missing_characters"]:
        points = " ".join(f"U+{ord(character):04X}" for character in answer["missing_characters"])
        logger.warning("No installed font has %s; `apt install fonts-noto-core` covers most scripts.", points)


def load_stylesheets(names: Sequence[str]) -> list[tuple[str, bytes]]:
    """Read static stylesheets as (digest, source). Raises PdfUnavailable when one is not there."""
    found = []
    for name in names:
        path = finders.find(name) or str(Path(settings.STATIC_ROOT) / name)
        try:
            modified = Path(path).stat().st_mtime_ns
        except OSError as error:
            raise PdfUnavailable(f"stylesheet {name} is missing") from error
        found.append(_read_stylesheet(path, modified))
    return found


@functools.lru_cache(maxsize=64)
def _read_stylesheet(path: str, _modified: int) -> tuple[str, bytes]:
    source = Path(path).read_bytes()
    return hashlib.sha256(source).hexdigest(), source
