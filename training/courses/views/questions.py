"""Writing a question: all languages side by side, checked as a whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.views.access import attempt, only_for
from guidelines.policies.models import Policy, Rendition
from guidelines.policies.reading import in_language
from portal.audit.rules import RuleBroken
from training.courses.drafts import page_of
from training.courses.forms import (
    OptionFormSet,
    QuestionForm,
    initial_of,
    initial_options_of,
    options_of,
)
from training.courses.models import Course, Question
from training.courses.operations.questions import restore_question, retire_question, save_question
from training.courses.permissions import can_write_courses
from training.courses.views.desk import course_head


@only_for(can_write_courses)
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: HttpRequest, slug: str) -> HttpResponse:
    course = get_object_or_404(Course, slug=slug, retired_at=None)
    return _edit(request, course, None)


@only_for(can_write_courses)
@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    question = get_object_or_404(
        Question.objects.select_related("course", "current__question"),
        course__slug=slug,
        key=key,
        current__isnull=False,
    )
    return _edit(request, question.course, question)


@only_for(can_write_courses)
@require_POST
def question_retire(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Out of the bank, or back into it."""
    question = get_object_or_404(Question, course__slug=slug, key=key)
    if question.retired_at is None:
        attempt(request, retire_question, _("The question is out of the bank."), question=question)
    else:
        attempt(request, restore_question, _("The question is back in the bank."), question=question)
    return redirect("courses:desk-course", slug)


def _edit(request: HttpRequest, course: Course, question: Question | None) -> HttpResponse:
    version = question.current if question else None
    form = QuestionForm(
        request.POST or None,
        initial=initial_of(version) if version else {"kind": "single"},
        lessons=_lessons(course),
        guidelines=_guidelines(request.user.language),
        is_new=question is None,
    )
    rows = initial_options_of(version) if version else [{}, {}]
    formset = OptionFormSet(request.POST or None, initial=rows, prefix="options")
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        response = _save(request, course, form, formset, is_new=question is None)
        if response is not None:
            return response
    context = {
        **course_head(request, course, page_of(course)),
        "question": question,
        "form": form,
        "formset": formset,
    }
    return render(
        request, "courses/desk/question.html", context, status=422 if request.method == "POST" else 200
    )


def _save(
    request: HttpRequest, course: Course, form: QuestionForm, formset: Any, *, is_new: bool
) -> HttpResponse | None:
    draft = form.draft(options_of(formset))
    if is_new and course.questions.filter(key=draft.key).exists():
        form.add_error("key", _("There is a question with this short name already."))
        return None
    try:
        save_question(course=course, draft=draft, by=request.user)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal.message))
        return None
    messages.success(request, _("Saved. It is asked from the next release of the course on."))
    return redirect("courses:desk-course", course.slug)


def _lessons(course: Course) -> list[tuple[str, str]]:
    page = page_of(course)
    draft = page.get_latest_revision_as_object() if page else None
    found = [(block.value["key"], block.value["title"]) for block in draft.lessons] if draft else []
    return found or [("general", _("General"))]


def _guidelines(language: str) -> list[tuple[str, str]]:
    policies = Policy.objects.in_force().order_by("slug")
    titles: dict[int, dict[str, str]] = {}
    texts = Rendition.objects.filter(version__in=policies.values("current"))
    for version, code, title in texts.values_list("version", "language", "title"):
        titles.setdefault(version, {})[code] = title
    return [(policy.slug, in_language(titles[policy.current_id], language)) for policy in policies]
