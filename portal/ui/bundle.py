"""One stylesheet and one script, joined from many small files without a build step.

The files are read when first asked for and kept; in development they are read again when one has changed.
The address carries a digest of the content, so browsers may keep it for ever.
"""

import gzip
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from portal.ui import registry

STATIC = Path(__file__).parent / "static" / "ui"
LAYERS = ("reset", "tokens", "base", "layout", "components", "pages", "utilities")
DOCUMENT_FONTS = "documents/fonts.css"
SCREEN_ONLY = {"fonts.css", "focus.css", "print.css"}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FONT_URL = re.compile(r'url\("(?:\.\./)*fonts/([\w.-]+)"\)')


@dataclass(frozen=True)
class Bundle:
    """Text to deliver, its digest for the address, and its compressed forms."""

    text: str

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @cached_property
    def brotli(self) -> bytes:
        return brotli.compress(self.text.encode(), quality=11)

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.text.encode(), compresslevel=9, mtime=0)

    def encoded(self, accepted: str) -> tuple[bytes, str]:
        """The body and its content coding ("" for none) for an Accept-Encoding header."""
        codings = {part.split(";")[0].strip() for part in accepted.split(",")}
        if "br" in codings:
            return self.brotli, "br"
        if "gzip" in codings:
            return self.gzip, "gzip"
        return self.text.encode(), ""


def stylesheet() -> Bundle:
    """The screen's stylesheet: every layer in order, with what other rooms registered for it."""
    return _stylesheet(_stamp("css"))


def script() -> Bundle:
    """The portal's own scripts as one module; each file keeps its names to itself in a block."""
    return _script(_stamp("js"))


@lru_cache(maxsize=1)
def document_stylesheet() -> str:
    """The same tokens and components for PDFs, with the static cuts of the typeface.

    For a `<style>` element; fonts are addressed as `font:<file>`, which portal.documents answers.
    """
    parts = [_layer(layer, _layer_files(layer, skip=SCREEN_ONLY)) for layer in LAYERS if layer != "pages"]
    parts += [
        _read(path) for path in [_found(DOCUMENT_FONTS), *sorted((STATIC / "css" / "pdf").glob("*.css"))]
    ]
    return _joined(parts)


@lru_cache(maxsize=2)
def _stylesheet(stamp: float) -> Bundle:
    text = _joined([f"@layer {', '.join(LAYERS)};", *(_layer(name, _layer_files(name)) for name in LAYERS)])
    return Bundle(FONT_URL.sub(lambda found: f'url("{static(f"ui/fonts/{found[1]}")}")', text))


@lru_cache(maxsize=2)
def _script(stamp: float) -> Bundle:
    files = sorted((STATIC / "js").glob("*.js"))
    return Bundle("\n".join(f"{{\n{path.read_text(encoding='utf-8')}}}" for path in files))


def _stamp(kind: str) -> float:
    if not settings.DEBUG:
        return 0.0
    files = list((STATIC / kind).rglob(f"*.{kind}"))
    if kind == "css":
        files += [path for layer in LAYERS for path in _registered(layer)]
    return sum(path.stat().st_mtime for path in files)


def _layer_files(layer: str, skip: Iterable[str] = ()) -> list[Path]:
    own = sorted((STATIC / "css" / layer).glob("*.css"))
    return [path for path in [*own, *_registered(layer)] if path.name not in skip]


def _registered(layer: str) -> list[Path]:
    return [_found(name) for name in registry.stylesheets(layer)]


def _found(name: str) -> Path:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(f"The stylesheet {name!r} is registered with portal.ui but no app ships it.")
    return Path(path)


def _layer(name: str, files: Iterable[Path]) -> str:
    return f"@layer {name} {{\n{_joined(_read(path) for path in files)}}}"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _joined(parts: Iterable[str]) -> str:
    lines = COMMENT.sub("", "\n".join(parts)).splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())
