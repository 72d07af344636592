"""The languages of a guideline as editors and approvers see them: drafts, pinned texts, comparisons."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guidelines.library.choices import TranslationState
from guidelines.library.comparing import compare, comparison_html, has_changes
from guidelines.library.content_checks import ContentWarning, warnings_for
from guidelines.library.models import GuidelinePage
from guidelines.library.translating import newest_draft, translation_states
from guidelines.policies.models import ProposedRendition, ReleaseProposal, Rendition

Text = ProposedRendition | Rendition
TONES = {TranslationState.READY: "success", TranslationState.MISSING: "danger"}
# Said beside the language itself already.
SAID_ELSEWHERE = "translation"


def language_row(code: str, state: str) -> dict[str, Any]:
    """One language and whether its text may be signed."""
    known = TranslationState(state)
    return {
        "code": code,
        "name": dict(settings.LANGUAGES)[code],
        "state": known.label,
        "tone": TONES.get(known, "warning"),
        "is_ready": known == TranslationState.READY,
    }


def draft_rows(page: GuidelinePage) -> list[dict[str, Any]]:
    """Every language of the portal with the state of its draft, where it is written and what to look at."""
    drafts = {draft.locale.language_code: draft for draft in _drafts(page)}
    states = translation_states(newest_draft(page))
    return [_draft_row(code, states[code], drafts.get(code)) for code, _name in settings.LANGUAGES]


def pinned_rows(proposal: ReleaseProposal) -> list[dict[str, Any]]:
    """Every language of the portal with the state it was pinned in."""
    pinned = {text.language: text.translation_state for text in proposal.renditions.all()}
    return [
        language_row(code, pinned.get(code, TranslationState.MISSING)) for code, _name in settings.LANGUAGES
    ]


def notes_of(page: GuidelinePage) -> list[ContentWarning]:
    """What the content check says of this draft, without what stands beside the languages anyway."""
    return [warning for warning in warnings_for(page) if warning.kind != SAID_ELSEWHERE]


def comparison(old: Text | None, new: Text) -> dict[str, Any]:
    """Head and body of two texts, compared; empty where not a word differs."""
    if old is None:
        return {"compared": False}
    head, body = compare(_head(old), _head(new)), compare(old.html, new.html)
    return {
        "compared": True,
        "head": comparison_html(head) if has_changes(head) else "",
        "body": comparison_html(body) if has_changes(body) else "",
    }


def _head(text: Text) -> SafeString:
    return format_html("<p>{}</p><p>{}</p><p>{}</p>", text.title, text.summary, text.statement)


def _drafts(page: GuidelinePage) -> Iterable[GuidelinePage]:
    pages = GuidelinePage.objects.filter(translation_key=page.translation_key).select_related("locale")
    return [newest_draft(one) for one in pages]


def _draft_row(code: str, state: str, draft: GuidelinePage | None) -> dict[str, Any]:
    row = language_row(code, state)
    if draft is None:
        return {**row, "notes": [], "edit_url": ""}
    return {
        **row,
        "title": draft.title,
        "notes": notes_of(draft),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[draft.pk]),
    }
