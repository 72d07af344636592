"""A page becomes a text that never changes again (K1).

`freeze` is pure: it works on the page object it is given (pass the latest draft), reads nothing else than the
pictures and files the page names, and yields the same bytes for the same page every time.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import translation

from guidelines.library.assets import FrozenAsset
from guidelines.library.reading import contents_of, plain, reading_minutes, text_of
from guidelines.library.rendering import Renderer
from guidelines.library.sanitising import clean

if TYPE_CHECKING:
    from guidelines.library.models import GuidelinePage

__all__ = [
    "Draft",
    "FrozenAsset",
    "FrozenText",
    "contents_of",
    "freeze",
    "latest_draft",
    "reading_minutes",
    "text_of",
]
# A page of the CMS with a method `frozen`, whose result has `reads`: all that a reader would see of it.
Draft = Any


@dataclass(frozen=True)
class FrozenText:
    """One language of a guideline. `html` holds the body only; `text` is its canonical plain text."""

    title: str
    summary: str
    html: str
    text: str
    language: str
    statement_kind: str
    statement: str
    assets: list[FrozenAsset] = field(default_factory=list)

    @property
    def reads(self) -> tuple[str, ...]:
        return self.title, self.summary, self.html, self.statement


def freeze(page: "GuidelinePage") -> FrozenText:
    """Freeze `page` as it stands. Raises `AssetMissing` when a picture or file cannot be read."""
    language = page.locale.language_code
    renderer = Renderer()
    with translation.override(language):
        parts = [renderer.block(block.block_type, block.value) for block in page.body]
        parts.append(renderer.sources(page.sources))
    html = clean("\n".join(part for part in parts if part))
    return FrozenText(
        title=plain(page.title),
        summary=plain(page.summary),
        html=html,
        text=text_of(html),
        language=language,
        statement_kind=page.statement_kind,
        statement=plain(page.statement),
        assets=list(renderer.assets.values()),
    )


def latest_draft(page: Draft) -> Draft:
    """The newest saved state of `page`, published or not."""
    return page.get_latest_revision_as_object()
