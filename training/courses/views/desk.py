"""Where courses are made: their texts, their bank, what waits for approval, how questions perform."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.people.models import Employee
from accounts.people.views.access import attempt, only_for
from guidelines.library.translating import translation_states
from guidelines.policies.models import Policy
from guidelines.policies.passages import section
from training.courses.choices import CourseKind, ProposalState
from training.courses.drafts import differs, page_of, pinned_texts, questions_of
from training.courses.models import Course, CoursePage, CourseProposal
from training.courses.operations.releasing import retire_course
from training.courses.performance import performance_of
from training.courses.permissions import can_approve_courses, can_write_courses
from training.courses.reading import titles_of
from training.courses.registry import Place, parts_at


def waiting_for(person: Employee) -> int:
    """How many proposals this approver may decide on and nobody has yet."""
    if not can_approve_courses(person):
        return 0
    waiting = CourseProposal.objects.filter(state=ProposalState.SUBMITTED).exclude(proposed_by=person)
    return waiting.exclude(authors=person).count()


@only_for(can_write_courses)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every course with where it stands."""
    courses = list(Course.objects.select_related("current").order_by("retired_at", "slug"))
    titles = titles_of([course.current_id for course in courses if course.current_id], request.user.language)
    drafts = dict(CoursePage.objects.values_list("translation_key", "draft_title"))
    waiting = {one.course_id: one for one in CourseProposal.objects.filter(state=ProposalState.SUBMITTED)}
    entries = [
        {
            "course": course,
            "title": titles.get(course.current_id) or drafts.get(course.translation_key) or course.slug,
            "proposal": waiting.get(course.pk),
        }
        for course in courses
    ]
    context = {"entries": entries, "parts": parts_at(Place.DESK, request, None)}
    return render(request, "courses/desk/list.html", context)


@only_for(can_write_courses)
@require_safe
def desk_course(request: HttpRequest, slug: str) -> HttpResponse:
    """One course: languages, questions, and the next step towards a release."""
    course = get_object_or_404(Course.objects.select_related("current__course"), slug=slug)
    page = page_of(course)
    context = {
        **course_head(request, course, page),
        "rows": _languages(page),
        "questions": _questions(course, request.user.language),
        "retired_questions": course.questions.exclude(retired_at=None).order_by("key"),
        "proposal": course.proposals.filter(state=ProposalState.SUBMITTED).first(),
        "decided": course.proposals.exclude(state=ProposalState.SUBMITTED).order_by("-decided_at")[:5],
        "gaps": _gaps(page),
        "differs": page is not None and differs(course, pinned_texts(page)),
        "can_approve": can_approve_courses(request.user),
        "is_own": course.kind == CourseKind.OWN,
        "parts": parts_at(Place.DESK_COURSE, request, course),
    }
    return render(request, "courses/desk/course.html", context)


@only_for(can_write_courses)
@require_safe
def desk_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """How the questions in force perform; in aggregate only (T6)."""
    course = get_object_or_404(Course.objects.select_related("current__course"), slug=slug)
    bank = course.current.bank.select_related("question__question") if course.current else []
    versions = sorted((row.question for row in bank), key=lambda one: (one.lesson, one.question.key))
    found = sorted(performance_of(versions), key=lambda one: (not one.is_shown, one.right or 0))
    context = {
        **course_head(request, course, page_of(course)),
        "rows": [(one, question_text(one.version, request.user.language)) for one in found],
    }
    return render(request, "courses/desk/figures.html", context)


@only_for(can_approve_courses)
@require_POST
def desk_retire(request: HttpRequest, slug: str) -> HttpResponse:
    course = get_object_or_404(Course, slug=slug)
    done = _("The course has been withdrawn. Proof that people have stays as it is.")
    attempt(request, retire_course, done, course=course)
    return redirect("courses:desk-course", slug)


def course_head(request: HttpRequest, course: Course, page: CoursePage | None) -> dict[str, Any]:
    """What every page around one course says at its top."""
    titles = titles_of([course.current_id] if course.current_id else [], request.user.language)
    title = titles.get(course.current_id) or (page.get_latest_revision_as_object().title if page else "")
    return {"course": course, "page": page, "title": title or course.slug}


def question_text(version: Any, language: str) -> dict[str, str]:
    texts = version.content["texts"]
    code = language if language in texts else next(iter(sorted(texts)))
    return {"language": code, "text": texts[code]["text"]}


def _languages(page: CoursePage | None) -> list[dict[str, Any]]:
    if page is None:
        return []
    rows = []
    for code, state in translation_states(page).items():
        target = CoursePage.objects.filter(
            translation_key=page.translation_key, locale__language_code=code
        ).first()
        edit = reverse("wagtailadmin_pages:edit", args=[target.pk]) if target else ""
        rows.append({"code": code, "state": state, "edit_url": edit})
    return rows


def _questions(course: Course, language: str) -> list[dict[str, Any]]:
    return [{"version": one, **question_text(one, language)} for one in questions_of(course)]


def _gaps(page: CoursePage | None) -> list[str]:
    """Passages that lessons name and guidelines do not have: a reader would find a hole."""
    if page is None:
        return []
    found = []
    for text in pinned_texts(page):
        for lesson in text.frozen.lessons:
            found += [
                f"{lesson['title']} ({text.frozen.language.upper()}): {part['guideline']}, {part['heading']}"
                for part in lesson["parts"]
                if "guideline" in part and not _stands(part, text.frozen.language)
            ]
    return found


def _stands(part: dict[str, Any], language: str) -> bool:
    policy = Policy.objects.in_force().filter(slug=part["guideline"]).select_related("current").first()
    if policy is None or policy.current is None:
        return False
    rendition = policy.current.renditions.filter(language=language).first()
    return rendition is not None and bool(section(rendition.html, part["heading"]))
