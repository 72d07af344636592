"""From the draft to what people learn: pinned, four eyes, bound by a digest, with its effect on proof."""

from datetime import date

import pytest

from guidelines.library.choices import TranslationState
from portal.audit.append_only import AppendOnly
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories import courses
from training.courses.choices import ChangeClass, Effect, ProposalState
from training.courses.drafts import PinnedText, questions_of
from training.courses.models import Course, CourseVersion
from training.courses.operations.proposing import propose_course, send_back, withdraw_proposal
from training.courses.operations.questions import save_question
from training.courses.operations.releasing import release_course, retire_course
from training.courses.rules import (
    CourseIncomplete,
    CourseWithdrawn,
    FourEyesRequired,
    LanguageNotReady,
    ProposalNotPending,
    ProposalPending,
    TooFewQuestions,
)


@pytest.fixture
def draft_course(cast):
    return courses.course()


def test_a_release_pins_lessons_and_questions(draft_course, cast):
    proposal = courses.propose(draft_course, by=cast.edda)
    save_question(course=draft_course, draft=courses.draft("q1", critical=True), by=cast.edda)
    version = release_course(proposal=proposal, by=cast.falk)
    assert version.number == "1.0"
    assert version.bank.count() == 5
    assert not version.bank.filter(question__critical=True).exists()
    assert {text.language for text in version.texts.all()} == {"de", "en"}
    assert version.minutes == 5 + 3
    assert AuditEvent.objects.filter(verb="course.released").count() == 1


def test_a_released_version_never_changes(course):
    """K1: what people learned from is never edited in place."""
    version = course.current
    version.draw = 1
    with pytest.raises(AppendOnly):
        version.save()
    with pytest.raises(AppendOnly):
        version.texts.first().delete()


def test_whoever_wrote_or_proposed_it_does_not_approve(draft_course, cast):
    proposal = courses.propose(draft_course, by=cast.falk)
    with pytest.raises(FourEyesRequired):
        release_course(proposal=proposal, by=cast.falk)
    with pytest.raises(NotPermitted):
        release_course(proposal=proposal, by=cast.ben)
    assert Course.objects.get().current is None


def test_the_approver_is_told_and_the_editor_hears_back(draft_course, cast):
    _ = cast.falk
    proposal = courses.propose(draft_course, by=cast.edda)
    send_back(proposal=proposal, note="Lektion 2 ist zu lang.", by=cast.falk)
    kinds = list(Message.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["courses.proposal_waiting", "courses.proposal_decided"]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_note) == (ProposalState.SENT_BACK, "Lektion 2 ist zu lang.")


def test_a_proposal_is_decided_once(draft_course, cast):
    proposal = courses.propose(draft_course, by=cast.edda)
    release_course(proposal=proposal, by=cast.falk)
    with pytest.raises(ProposalNotPending):
        release_course(proposal=proposal, by=cast.falk)
    with pytest.raises(ProposalNotPending):
        withdraw_proposal(proposal=proposal, by=cast.edda)
    assert CourseVersion.objects.count() == 1


def test_one_proposal_at_a_time(draft_course, cast):
    first = courses.propose(draft_course, by=cast.edda)
    with pytest.raises(ProposalPending):
        courses.propose(draft_course, by=cast.edda)
    withdraw_proposal(proposal=first, by=cast.edda)
    assert courses.propose(draft_course, by=cast.edda).state == ProposalState.SUBMITTED


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"draw": 6}, TooFewQuestions),
        ({"authoritative_language": "fr"}, CourseIncomplete),
        ({"change_class": ChangeClass.EDITORIAL, "effect": Effect.END}, CourseIncomplete),
        ({"effect": Effect.GRACE}, CourseIncomplete),
        ({"effect": Effect.KEEP, "grace_until": date(2027, 1, 1)}, CourseIncomplete),
    ],
)
def test_what_is_incomplete_cannot_be_proposed(draft_course, cast, facts, refusal):
    with pytest.raises(refusal):
        courses.propose(draft_course, by=cast.edda, **facts)


def test_a_language_that_is_not_ready_stops_it(draft_course, cast):
    texts = courses.texts()
    texts[1] = PinnedText(texts[1].frozen, TranslationState.STALE, {})
    with pytest.raises(LanguageNotReady):
        propose_course(
            course=draft_course,
            texts=texts,
            questions=questions_of(draft_course),
            authors=[],
            terms=courses.terms(),
            by=cast.edda,
        )


def test_an_editorial_change_counts_in_the_second_number(course, cast):
    version = courses.release(
        course, editor=cast.edda, approver=cast.falk, change_class=ChangeClass.EDITORIAL
    )
    assert version.number == "1.1"
    assert courses.release(course, editor=cast.edda, approver=cast.falk).number == "2.0"


def test_the_first_version_affects_nobody(draft_course, cast):
    version = courses.release(draft_course, editor=cast.edda, approver=cast.falk, effect=Effect.END)
    assert (version.change_class, version.effect) == (ChangeClass.MATERIAL, Effect.KEEP)


def test_the_digest_binds_terms_texts_and_questions(course, cast):
    first = course.current.binding
    second = courses.release(course, editor=cast.edda, approver=cast.falk, pass_percent=80).binding
    save_question(course=course, draft=courses.draft("q1", critical=True), by=cast.edda)
    third = courses.release(course, editor=cast.edda, approver=cast.falk, pass_percent=80).binding
    assert len({first, second, third}) == 3


def test_a_withdrawn_course_is_over(course, cast):
    retire_course(course=course, by=cast.falk)
    with pytest.raises(CourseWithdrawn):
        courses.propose(course, by=cast.edda)
    with pytest.raises(CourseWithdrawn):
        retire_course(course=course, by=cast.falk)
    assert not Course.objects.in_force().exists()


def test_a_proposal_that_waits_falls_with_the_course(course, cast):
    proposal = courses.propose(course, by=cast.edda)
    retire_course(course=course, by=cast.falk)
    with pytest.raises(CourseWithdrawn):
        release_course(proposal=proposal, by=cast.falk)
