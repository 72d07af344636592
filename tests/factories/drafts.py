"""A guideline with real pages in two languages, as an editor's desk has it."""

from typing import Any

from django.test import Client
from django.utils import timezone

from guidelines.library.models import GuidelinePage
from guidelines.library.operations import write_page
from guidelines.policies.choices import ChangeClass
from guidelines.policies.drafts import slug_for
from guidelines.policies.models import PolicyVersion, ReleaseProposal
from guidelines.policies.operations import propose_release, release_version
from guidelines.policies.pinning import authors_of, pinned_texts
from tests.factories.people import Cast
from tests.factories.policies import everyone, terms

SENTENCES = {
    "de": (
        "Soziale Medien",
        "Seien Sie freundlich zu allen, die Ihnen schreiben.",
        "Ich habe die Richtlinie gelesen.",
    ),
    "en": ("Social media", "Be kind to everybody who writes to you.", "I have read the guideline."),
}


def content(language: str, **changes: Any) -> dict[str, Any]:
    """What `write_page` takes; `text` replaces the one paragraph."""
    title, sentence, statement = SENTENCES[language]
    text = changes.pop("text", sentence)
    return {
        "title": title,
        "summary": "",
        "statement_kind": "receipt",
        "statement": statement,
        "authoritative_language": "de",
        "body": [{"type": "key_point", "value": {"text": text}}],
        "sources": [],
        **changes,
    }


def write(cast: Cast, language: str = "de", *, by: Any = None, **changes: Any) -> GuidelinePage:
    """The draft of `social-media` in one language; Edda writes unless `by` says otherwise."""
    return write_page("social-media", language, content(language, **changes), by or cast.edda)


def written(cast: Cast) -> GuidelinePage:
    """Both languages as drafts; the German page."""
    page = write(cast)
    write(cast, "en")
    return page


def proposed(cast: Cast, page: GuidelinePage, **facts: Any) -> ReleaseProposal:
    """Edda's proposal of the page's drafts."""
    return propose_release(
        slug=slug_for(page),
        translation_key=page.translation_key,
        texts=pinned_texts(page),
        authors=authors_of(page),
        terms=terms(**facts),
        by=facts.get("by", cast.edda),
    )


def released(cast: Cast, page: GuidelinePage | None = None, **facts: Any) -> PolicyVersion:
    """The drafts, released by Falk."""
    return release_version(proposal=proposed(cast, page or written(cast), **facts), by=cast.falk)


def chosen(**changes: Any) -> dict[str, Any]:
    """A form filled in as an editor would."""
    return {
        "change_class": ChangeClass.MATERIAL,
        "change_summary_de": "Neu gefasst.",
        "change_summary_en": "Written anew.",
        "effective_on": timezone.localdate().isoformat(),
        "audience": everyone().pk,
        "visibility": "everyone",
        "statement_kind": "receipt",
        "authoritative_language": "de",
        "due_days": 14,
        "joiner_due_days": 30,
        "reconfirm_months": "",
        "works_council": "not_required",
        **changes,
    }


def said(client: Client, address: str) -> str:
    """What a page says."""
    return client.get(address).content.decode()
