"""The draft of a work exactly as it would be frozen."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from guidelines.editions.registry import genre_of
from portal.audit.rules import RuleBroken

if TYPE_CHECKING:
    from guidelines.editions.pages import EditedPage


def preview(request: HttpRequest, page: "EditedPage") -> HttpResponse:
    """As its genre shows it, with what would forbid a release."""
    genre = genre_of(page)
    context: dict[str, object] = {"page": page, "genre": genre, "language": page.language}
    try:
        frozen = page.frozen()
    except RuleBroken as broken:
        context["refusal"] = broken.message
    else:
        context |= {
            "frozen": frozen,
            "faults": genre.faults({frozen.language: frozen}),
            "html": mark_safe(genre.shown(request, frozen)),
        }
    return render(request, "editions/preview.html", context)
