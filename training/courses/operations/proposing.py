"""From the editor's desk to the approver's: what is proposed is pinned at that moment."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.policies.operations.proposing import keep_asset
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record
from training.courses.choices import ChangeClass, Effect, ProposalState
from training.courses.drafts import PinnedText, lessons_text
from training.courses.emails import tell_approvers, tell_proposer
from training.courses.models import Course, CourseProposal, ProposedText, QuestionVersion
from training.courses.permissions import can_write_courses, require_approver
from training.courses.rules import (
    CourseIncomplete,
    CourseWithdrawn,
    LanguageNotReady,
    ProposalNotPending,
    ProposalPending,
    TooFewQuestions,
)


@operation(refused="course.refused")
def propose_course(
    *,
    course: Course,
    texts: Sequence[PinnedText],
    questions: Sequence[QuestionVersion],
    authors: Iterable[Employee],
    terms: dict[str, Any],
    by: Employee,
) -> CourseProposal:
    """Pin lessons, questions and terms (the fields of `Terms`) for an approver.

    Raises `LanguageNotReady`, `TooFewQuestions`, `CourseIncomplete`, `ProposalPending`, `CourseWithdrawn`.
    """
    if not can_write_courses(by):
        raise NotPermitted
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if course.retired_at:
        raise CourseWithdrawn
    if course.proposals.filter(state=ProposalState.SUBMITTED).exists():
        raise ProposalPending
    _require_complete(course, texts, questions, terms)
    proposal = CourseProposal.objects.create(
        course=course, proposed_by=by, proposed_at=timezone.now(), **terms
    )
    proposal.authors.set(authors)
    proposal.questions.set(questions)
    for text in texts:
        _pin(proposal, text)
    record("course.proposed", by=by, obj=proposal, details={"change_class": proposal.change_class})
    tell_approvers(proposal)
    return proposal


@operation(refused="course.refused")
def send_back(*, proposal: CourseProposal, note: str, by: Employee) -> None:
    """The approver asks for changes."""
    proposal = locked(proposal)
    require_approver(by, proposal)
    if not note.strip():
        raise CourseIncomplete(_("Please say what should be changed."))
    _close(proposal, ProposalState.SENT_BACK, by, note.strip())
    record("course.sent_back", by=by, obj=proposal)
    tell_proposer(proposal)


@operation(refused="course.refused")
def withdraw_proposal(*, proposal: CourseProposal, by: Employee) -> None:
    """Whoever proposed takes it back."""
    proposal = locked(proposal)
    if by.pk != proposal.proposed_by_id:
        raise NotPermitted
    _close(proposal, ProposalState.WITHDRAWN, by, "")
    record("course.proposal_withdrawn", by=by, obj=proposal)


def locked(proposal: CourseProposal) -> CourseProposal:
    """The proposal, locked, still waiting; else `ProposalNotPending`."""
    fresh = CourseProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if fresh.state != ProposalState.SUBMITTED:
        raise ProposalNotPending
    return fresh


def _close(proposal: CourseProposal, state: ProposalState, by: Employee, note: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.decision_note = note
    proposal.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])


def _require_complete(
    course: Course, texts: Sequence[PinnedText], questions: Sequence[QuestionVersion], terms: dict[str, Any]
) -> None:
    languages = {text.frozen.language for text in texts}
    if terms["authoritative_language"] not in languages:
        raise CourseIncomplete(_("The authoritative language cannot be left out."))
    for text in texts:
        if not text.is_ready:
            raise LanguageNotReady(text.frozen.language)
        if not text.frozen.lessons:
            raise CourseIncomplete(_("A course needs at least one lesson."))
    asked = [one for one in questions if languages <= one.content["texts"].keys()]
    if len(asked) != len(questions):
        raise CourseIncomplete(_("Every question needs a text in each language of the course."))
    if len(asked) < terms["draw"]:
        raise TooFewQuestions(wanted=terms["draw"], found=len(asked))
    if course.current_id and not any(text.strip() for text in terms["change_summary"].values()):
        raise CourseIncomplete(_("Please say what changes."))
    _require_effect(terms)


def _require_effect(terms: dict[str, Any]) -> None:
    is_grace = terms["effect"] == Effect.GRACE
    if terms["change_class"] == ChangeClass.EDITORIAL and terms["effect"] != Effect.KEEP:
        raise CourseIncomplete(_("An editorial change leaves proof as it is."))
    if is_grace != (terms.get("grace_until") is not None):
        raise CourseIncomplete(_("Please say until which day existing proof stays valid."))


def _pin(proposal: CourseProposal, text: PinnedText) -> None:
    row = ProposedText.objects.create(
        proposal=proposal,
        language=text.frozen.language,
        translation_state=text.state,
        title=text.frozen.title,
        summary=text.frozen.summary,
        lessons=lessons_text(text.frozen),
        contact=text.contact,
    )
    row.assets.set(keep_asset(asset) for asset in text.frozen.assets)
