"""The draft of a course exactly as it would be frozen."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidelines.policies.passages import passages_of
from portal.audit.rules import RuleBroken
from training.courses.views.learning import lesson_part

if TYPE_CHECKING:
    from training.courses.models import CoursePage


def preview(request: HttpRequest, page: "CoursePage") -> HttpResponse:
    """All lessons on one page, with the guidelines' passages as they are in force."""
    context: dict[str, object] = {"page": page, "language": page.locale.language_code}
    try:
        frozen = page.frozen()
    except RuleBroken as broken:
        context["refusal"] = broken.message
    else:
        context |= {"frozen": frozen, "lessons": shown_lessons(request, frozen.lessons, frozen.language)}
    return render(request, "courses/preview.html", context)


def shown_lessons(request: HttpRequest, lessons: list[dict], language: str) -> list[dict]:
    """Lessons with their parts as the template shows them."""
    shown = []
    for lesson in lessons:
        passages = passages_of(lesson["parts"], request.user, language)
        shown.append({**lesson, "parts": [lesson_part(part, passages) for part in lesson["parts"]]})
    return shown
