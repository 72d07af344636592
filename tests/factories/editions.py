"""Works for tests, released through the same operations as in the product.

A leaflet is a genre of the tests alone: it has texts and no pages.
"""

from typing import Any

from accounts.people.models import Employee
from guidelines.editions import registry
from guidelines.editions.drafts import PinnedText
from guidelines.editions.freezing import FrozenWork
from guidelines.editions.models import Edition, EditionProposal, Work
from guidelines.editions.operations.proposing import propose_edition
from guidelines.editions.operations.releasing import release_edition
from guidelines.library.choices import TranslationState
from guidelines.library.models import GuidelineIndexPage, GuidelinePage

LEAFLET = registry.Genre(
    slug="leaflet",
    label="Leaflet",
    plural="Leaflets",
    icon="file-text",
    page=GuidelinePage,
    shelf=GuidelineIndexPage,
    address=lambda slug: f"/leaflets/{slug}/",
    shown=lambda request, text: "".join(f"<p>{line}</p>" for line in text.data["lines"]),
    faults=lambda texts: [fault for text in texts.values() for fault in text.content.get("faults", ())],
)


def work(slug: str = "leaflet-one", genre: str = "leaflet") -> Work:
    from uuid import uuid4

    return Work.objects.create(genre=genre, slug=slug, translation_key=uuid4())


def texts(state: str = TranslationState.READY, **content: Any) -> list[PinnedText]:
    """Both languages; `state` is that of the English one."""
    content = {"lines": ["Erstens.", "Zweitens."], **content}
    german = FrozenWork("Ein Blatt", "Kurz.", "de", content)
    english = FrozenWork("A leaflet", "Short.", "en", content)
    return [PinnedText(german, TranslationState.READY), PinnedText(english, state)]


def propose(of: Work, *, by: Employee, **facts: Any) -> EditionProposal:
    defaults: dict[str, Any] = {
        "texts": texts(),
        "authors": [by],
        "authoritative_language": "de",
        "change_summary": {"de": "Neu gefasst.", "en": "Written anew."},
    }
    return propose_edition(work=of, by=by, **{**defaults, **facts})


def release(of: Work, *, editor: Employee, approver: Employee, **facts: Any) -> Edition:
    return release_edition(proposal=propose(of, by=editor, **facts), by=approver)
