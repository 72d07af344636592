"""The quiz: one question per screen, every answer kept at once, handed in once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.audit.rules import RuleBroken
from training.courses.asking import Asked, asked_in
from training.courses.choices import Confidence, QuestionKind
from training.courses.feedback import feedback_on
from training.courses.models import Attempt
from training.courses.operations.attempts import answer_question, start_attempt, submit_attempt
from training.courses.reading import choose
from training.courses.registry import follow_ups_of
from training.courses.rules import CourseChanged
from training.courses.views.learning import course_in_force


@require_POST
@login_required
@never_cache
def quiz_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin, or go on where one was: on this device or another."""
    try:
        attempt = start_attempt(course=course_in_force(slug), by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.message))
        return redirect("courses:course-show", slug)
    return redirect("courses:attempt-show", attempt.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def attempt_show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """One question; `?q=` chooses which, else the first without an answer."""
    attempt = _mine(request, ref)
    if not attempt.is_open:
        return _over(request, attempt)
    asked = asked_in(attempt, request.user.language)
    question = _chosen(asked, request.GET.get("q", ""))
    if question is None:
        return redirect("courses:attempt-review", attempt.ref)
    if request.method == "POST":
        return _take(request, attempt, asked, question)
    return _page(request, attempt, asked, question)


@require_safe
@login_required
@never_cache
def attempt_review(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Before it counts: what is answered, what is not, and the one button."""
    attempt = _mine(request, ref)
    if not attempt.is_open:
        return redirect("courses:attempt-result", attempt.ref)
    asked = asked_in(attempt, request.user.language)
    context = {
        **_frame(attempt, request),
        "asked": asked,
        "open": sum(not one.is_answered for one in asked),
    }
    return render(request, "courses/attempt_review.html", context)


@require_POST
@login_required
@never_cache
def attempt_submit(request: HttpRequest, ref: UUID) -> HttpResponse:
    attempt = _mine(request, ref)
    try:
        submit_attempt(attempt=attempt, by=request.user)
    except CourseChanged as refusal:
        messages.warning(request, str(refusal.message))
        return redirect("courses:course-show", attempt.course.slug)
    return redirect("courses:attempt-result", attempt.ref)


@require_safe
@login_required
@never_cache
def attempt_result(request: HttpRequest, ref: UUID) -> HttpResponse:
    """What came of it, and what to look at again; for the learner alone (T6)."""
    attempt = _mine(request, ref)
    if attempt.is_open:
        return redirect("courses:attempt-show", attempt.ref)
    if attempt.right is None:
        messages.info(request, str(CourseChanged.message))
        return redirect("courses:course-show", attempt.course.slug)
    feedback = feedback_on(attempt, request.user.language)
    context = {
        **_frame(attempt, request),
        "feedback": feedback,
        "dwell": [one for one in feedback if not one.is_right],
        "right": [one for one in feedback if one.is_right],
        "follow_ups": follow_ups_of(attempt) if attempt.state == "passed" else [],
    }
    return render(request, "courses/attempt_result.html", context)


def _mine(request: HttpRequest, ref: UUID) -> Attempt:
    mine = Attempt.objects.filter(employee=request.user).select_related("course", "version__course")
    return get_object_or_404(mine.prefetch_related("version__texts"), ref=ref)


def _frame(attempt: Attempt, request: HttpRequest) -> dict[str, Any]:
    text = choose(attempt.version, request.user.language)
    return {"attempt": attempt, "course": attempt.course, "version": attempt.version, "text": text}


def _chosen(asked: Sequence[Asked], wanted: str) -> Asked | None:
    if wanted.isdecimal() and wanted.isascii() and len(wanted) < 4:
        return next((one for one in asked if one.number == int(wanted)), None)
    return next((one for one in asked if not one.is_answered), None)


def _take(request: HttpRequest, attempt: Attempt, asked: Sequence[Asked], question: Asked) -> HttpResponse:
    """Keep the answer and go on; a script that keeps answers over a lost connection is told where."""
    try:
        answer_question(
            attempt=attempt,
            question=question.question,
            choice=_choice(request, question),
            confidence=request.POST.get("confidence", ""),
            by=request.user,
        )
    except RuleBroken as refusal:
        return _again(request, attempt, asked, question, str(refusal.message))
    going_on = redirect("courses:attempt-show", attempt.ref)
    if question.number < len(asked) and asked[question.number].is_answered is False:
        going_on["Location"] += f"?q={question.number + 1}"
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"next": going_on["Location"]})
    return going_on


def _choice(request: HttpRequest, question: Asked) -> list[str]:
    if question.kind != QuestionKind.ORDER:
        return request.POST.getlist("choice")
    places = {option.key: request.POST.get(f"place-{option.key}", "") for option in question.options}
    if sorted(places.values()) != sorted(str(place) for place in range(1, len(places) + 1)):
        return []
    return sorted(places, key=lambda key: int(places[key]))


def _again(
    request: HttpRequest, attempt: Attempt, asked: Sequence[Asked], question: Asked, message: str
) -> HttpResponse:
    attempt.refresh_from_db()
    if not attempt.is_open:
        return _over(request, attempt)
    if question.is_order:
        message = _("Please give every place exactly once.")
    return _page(request, attempt, asked, question, error=message, status=422)


def _over(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Handed in already, perhaps on another device."""
    if request.method == "POST":
        messages.info(request, _("This attempt has been handed in already."))
    return redirect("courses:attempt-result", attempt.ref)


def _page(
    request: HttpRequest,
    attempt: Attempt,
    asked: Sequence[Asked],
    question: Asked,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        **_frame(attempt, request),
        "question": question,
        "total": len(asked),
        "answered": sum(one.is_answered for one in asked),
        "previous": question.number - 1,
        "confidences": Confidence.choices if attempt.version.ask_confidence else [],
        "error": error,
    }
    return render(request, "courses/attempt_show.html", context, status=status)
