"""What every page that shows a released text needs to know about it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from guidelines.library.freezing import contents_of, reading_minutes
from guidelines.policies.models import PolicyVersion, Rendition
from guidelines.policies.reading import Choice, choose, in_language

# Fewer headings need no list of their own.
CONTENTS_FROM = 3


def wanted_language(request: HttpRequest) -> str:
    """The language chosen on the page, else the person's."""
    chosen = request.GET.get("lang", "")
    return chosen if chosen in dict(settings.LANGUAGES) else request.user.language


def renditions_of(version: PolicyVersion) -> list[Rendition]:
    return list(version.renditions.select_related("pdf").order_by("language"))


def text_context(request: HttpRequest, version: PolicyVersion) -> dict[str, Any]:
    """The text of `version` in the language that fits, with contents, reading time and other languages."""
    choice = choose(renditions_of(version), version, wanted=wanted_language(request))
    rendition = choice.rendition
    contents = contents_of(rendition.html)
    return {
        "version": version,
        "rendition": rendition,
        "substitute": choice.substitute,
        "is_translation": rendition.language != version.authoritative_language,
        "languages": _languages(choice),
        "html": mark_safe(rendition.html),
        "contents": contents if len(contents) >= CONTENTS_FROM else [],
        "minutes": reading_minutes(rendition.text),
        "has_embed": "data-embed-src" in rendition.html,
        "change_summary": in_language(version.change_summary, request.user.language),
    }


def summaries(versions: Iterable[PolicyVersion], language: str) -> list[dict[str, Any]]:
    """Versions with what changed in each, in the reader's language."""
    return [{"version": one, "summary": in_language(one.change_summary, language)} for one in versions]


def _languages(choice: Choice) -> list[dict[str, Any]]:
    if not choice.others:
        return []
    return [
        {
            "label": one.get_language_display(),
            "code": one.language,
            "url": f"?lang={one.language}",
            "current": one is choice.rendition,
        }
        for one in choice.all
    ]
