"""The learner's view of a course: what it is, its lessons, and where they were."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people.models import Employee
from guidelines.policies.passages import key_of, passages_of, shown
from training.courses.allowance import allowance
from training.courses.choices import AttemptState, CourseKind
from training.courses.lessons import Learning, Lesson, learning_of
from training.courses.models import Attempt, Course
from training.courses.operations.lessons import finish_lesson, open_lesson
from training.courses.registry import Place, owed_by, parts_at


def course_in_force(slug: str) -> Course:
    """The course with its version, or 404."""
    courses = Course.objects.in_force().select_related("current__course")
    return get_object_or_404(courses.prefetch_related("current__texts"), slug=slug)


@require_safe
@login_required
@never_cache
def course_show(request: HttpRequest, slug: str) -> HttpResponse:
    """One primary action: begin, go on, or take the quiz."""
    course = course_in_force(slug)
    learning = learning_of(request.user, course.current)
    context = {
        "course": course,
        "version": course.current,
        "learning": learning,
        "text": learning.text,
        "is_foreign": learning.text.language != request.user.language,
        "is_own": course.kind == CourseKind.OWN,
        "owed": owed_by(request.user, course),
        "parts": parts_at(Place.LEARNER, request, course),
        **quiz_context(request.user, course),
    }
    return render(request, "courses/course_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def lesson_show(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Read a lesson; "Next" is a POST, so that it works without JavaScript and remembers where one was."""
    course = course_in_force(slug)
    learning = learning_of(request.user, course.current)
    lesson = learning.find(key)
    if lesson is None:
        raise Http404
    if request.method == "POST":
        finish_lesson(version=course.current, lesson=key, by=request.user)
        following = learning.after(lesson)
        if following is None:
            return redirect("courses:course-show", slug)
        return redirect("courses:lesson-show", slug, following.key)
    return _read(request, course, learning, lesson)


def _read(request: HttpRequest, course: Course, learning: Learning, lesson: Lesson) -> HttpResponse:
    passages = passages_of(lesson.parts, request.user, learning.text.language)
    open_lesson(
        version=course.current, lesson=lesson.key, guidelines=shown(passages.values()), by=request.user
    )
    context = {
        "course": course,
        "text": learning.text,
        "lesson": lesson,
        "total": len(learning.lessons),
        "parts": [lesson_part(part, passages) for part in lesson.parts],
        "following": learning.after(lesson),
        "previous": learning.before(lesson),
        "has_embed": any("data-embed-src" in part.get("html", "") for part in lesson.parts),
        "is_foreign": learning.text.language != request.user.language,
    }
    return render(request, "courses/lesson_show.html", context)


def lesson_part(part: dict[str, Any], passages: dict[str, Any]) -> dict[str, Any]:
    """A part as the template shows it: frozen HTML, or a guideline's passage."""
    if "html" in part:
        return {"html": mark_safe(part["html"])}
    return {"passage": passages[key_of(part)], "heading": part["heading"]}


def quiz_context(person: Employee, course: Course) -> dict[str, Any]:
    """Where somebody stands with the quiz: under way, allowed, and the last result."""
    attempts = list(Attempt.objects.filter(employee=person, course=course).order_by("-started_at")[:20])
    ended = [attempt for attempt in attempts if attempt.state in (AttemptState.PASSED, AttemptState.FAILED)]
    return {
        "under_way": next((attempt for attempt in attempts if attempt.is_open), None),
        "allowed": allowance(person, course.current, timezone.now()),
        "last": ended[0] if ended else None,
        "passed": next((attempt for attempt in ended if attempt.state == AttemptState.PASSED), None),
    }
