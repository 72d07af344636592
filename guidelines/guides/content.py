"""The shape in which guides and checklists are shipped and imported, turned into what their pages store."""

from collections.abc import Iterable

from guidelines.editions.pages import EditedPage
from guidelines.guides.models import ChecklistIndexPage, ChecklistPage, DecisionGuidePage, GuideIndexPage
from guidelines.library.content import Content, block_data, sources_data
from guidelines.library.freezing import Draft
from guidelines.library.writing import Kind


def _head(page: EditedPage, content: Content) -> None:
    page.title = content["title"].strip()
    page.summary = content["summary"].strip()
    page.intro = content["intro"].strip()
    page.order = content["order"]


def _fill_guide(page: Draft, content: Content) -> None:
    _head(page, content)
    page.track = content["track"]
    page.questions = _keyed(page.slug, "question", content["questions"])
    page.outcomes = _keyed(page.slug, "outcome", content["outcomes"])


def _fill_checklist(page: Draft, content: Content) -> None:
    _head(page, content)
    page.items = _keyed(page.slug, "item", content["items"])
    page.sources = sources_data(page.slug, content["sources"])


def _keyed(slug: str, kind: str, parts: Iterable[Content]) -> list[Content]:
    """Ids come from the key, so that a part keeps its translation wherever it is moved."""
    return [block_data(f"{slug}/{kind}/{part['key']}", kind, part) for part in parts]


GUIDE = Kind(
    page=DecisionGuidePage,
    shelf=GuideIndexPage,
    fill=_fill_guide,
    words=("title", "summary", "intro", "questions", "outcomes"),
)
CHECKLIST = Kind(
    page=ChecklistPage,
    shelf=ChecklistIndexPage,
    fill=_fill_checklist,
    words=("title", "summary", "intro", "items", "sources"),
)
