"""From the draft to the approver, and the decision: whom it affects, the text as pinned, four eyes."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.views.access import attempt, only_for
from guidelines.library.writing import save_finished_translations
from guidelines.policies.reading import in_language
from portal.audit.rules import RuleBroken
from training.courses.choices import CourseKind, ProposalState
from training.courses.drafts import authors_of, page_of, pinned_texts, questions_of
from training.courses.forms import TermsForm
from training.courses.models import Course, CoursePage, CourseProposal
from training.courses.operations.proposing import propose_course, send_back, withdraw_proposal
from training.courses.operations.releasing import release_course
from training.courses.permissions import (
    can_approve_courses,
    can_write_courses,
    is_independent,
    who_could_decide,
)
from training.courses.registry import Place, affected_by, parts_at
from training.courses.views.desk import course_head, question_text
from training.courses.views.preview import shown_lessons

CARRIED_OVER = ("draw", "pass_percent", "attempts", "cooldown_hours", "shuffle", "ask_confidence")


@only_for(can_write_courses)
@require_http_methods(["GET", "HEAD", "POST"])
def course_propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Submit texts, questions and terms; they are pinned as they are now."""
    course = get_object_or_404(Course.objects.select_related("current"), slug=slug, retired_at=None)
    page = get_object_or_404(CoursePage, pk=getattr(page_of(course), "pk", None))
    waiting = course.proposals.filter(state=ProposalState.SUBMITTED).first()
    if waiting is not None:
        return redirect("courses:proposal-show", waiting.ref)
    form = TermsForm(
        request.POST or None,
        initial=_carried_over(course),
        is_first=course.current is None,
        language=page.authoritative_language,
    )
    if request.method == "POST" and form.is_valid():
        proposal = _submit(request, course, page, form)
        if proposal is not None:
            messages.success(request, _("Proposed. The course is pinned as it is now; an approver decides."))
            return redirect("courses:proposal-show", proposal.ref)
    context = {
        **course_head(request, course, page),
        "form": form,
        "texts": pinned_texts(page),
        "count": len(questions_of(course)),
        "affected": affected_by(course) if course.current else None,
    }
    return render(
        request, "courses/desk/propose.html", context, status=422 if request.method == "POST" else 200
    )


@only_for(can_write_courses)
@require_safe
def proposal_show(request: HttpRequest, ref: UUID) -> HttpResponse:
    """The course exactly as pinned, what it means for people, and the decision."""
    proposal = _find(ref)
    return _page(request, proposal)


@only_for(can_approve_courses)
@require_POST
def proposal_decide(request: HttpRequest, ref: UUID) -> HttpResponse:
    proposal = _find(ref)
    note = request.POST.get("note", "")[:2000]
    if request.POST.get("decision") == "release":
        done = _("Released. This is what people learn from now on.")
        is_done = attempt(request, release_course, done, proposal=proposal, note=note)
    else:
        is_done = attempt(request, send_back, _("Sent back with your note."), proposal=proposal, note=note)
    if is_done:
        return redirect("courses:proposal-show", ref)
    return _page(request, _find(ref), status=409)


@only_for(can_write_courses)
@require_POST
def proposal_withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    proposal = _find(ref)
    attempt(request, withdraw_proposal, _("The proposal has been withdrawn."), proposal=proposal)
    return redirect("courses:desk-course", proposal.course.slug)


def _find(ref: UUID) -> CourseProposal:
    found = CourseProposal.objects.select_related(
        "course__current", "proposed_by", "decided_by", "version__course"
    )
    return get_object_or_404(found.prefetch_related("texts"), ref=ref)


def _carried_over(course: Course) -> dict[str, Any]:
    """What the next proposal takes over: from one that came back, else from the version in force."""
    former = course.proposals.order_by("-proposed_at").first() or course.current
    return {name: getattr(former, name) for name in CARRIED_OVER} if former else {}


def _submit(request: HttpRequest, course: Course, page: CoursePage, form: TermsForm) -> CourseProposal | None:
    try:
        save_finished_translations(page, by=request.user)
        return propose_course(
            course=course,
            texts=pinned_texts(page),
            questions=questions_of(course),
            authors=authors_of(course, page),
            terms=form.terms(),
            by=request.user,
        )
    except RuleBroken as refusal:
        form.add_error(None, str(refusal.message))
        return None


def _page(request: HttpRequest, proposal: CourseProposal, *, status: int = 200) -> HttpResponse:
    is_open = proposal.state == ProposalState.SUBMITTED
    language = request.GET.get("lang", request.user.language)
    texts = {text.language: text for text in proposal.texts.all()}
    text = texts.get(language) or texts[proposal.authoritative_language]
    independent = is_independent(request.user, proposal)
    context = {
        "proposal": proposal,
        "course": proposal.course,
        "text": text,
        "title": text.title,
        "languages": [(code, name) for code, name in settings.LANGUAGES if code in texts],
        "lessons": shown_lessons(request, json.loads(text.lessons)["lessons"], text.language),
        "questions": [
            {"version": one, **question_text(one, text.language)}
            for one in proposal.questions.select_related("question").order_by("lesson", "question__key")
        ],
        "summary": in_language(proposal.change_summary, request.user.language),
        "affected": affected_by(proposal.course) if is_open and proposal.course.current else None,
        "can_decide": is_open and can_approve_courses(request.user) and independent,
        "can_withdraw": is_open and proposal.proposed_by_id == request.user.pk,
        "deciders": who_could_decide(proposal) if is_open else [],
        "parts": parts_at(Place.PROPOSAL, request, proposal),
        "is_own": proposal.course.kind == CourseKind.OWN,
    }
    return render(request, "courses/desk/proposal.html", context, status=status)
