"""Taking the quiz: one attempt, on whatever device, marked on the server, handed in once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories import courses
from tests.jobs_tools import drain
from training.courses.allowance import allowance
from training.courses.choices import AttemptState, ChangeClass, Confidence, Effect
from training.courses.models import Attempt, AttemptAnswer, QuestionVersion
from training.courses.operations.attempts import (
    answer_question,
    give_extra_attempt,
    start_attempt,
    submit_attempt,
)
from training.courses.operations.questions import save_question
from training.courses.operations.releasing import retire_course
from training.courses.rules import (
    AttemptOver,
    CourseChanged,
    CourseWithdrawn,
    NoAttemptLeft,
    NotAnAnswer,
    NotAsked,
    NotYourAttempt,
    ReasonRequired,
    TooSoon,
)

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def test_all_right_is_passed_and_one_half_is_not(course, cast):
    """T4: what counts is what the server marked."""
    assert courses.take(cast.ben, course).state == AttemptState.PASSED
    failed = courses.take(cast.ada, course, right=2)
    assert (failed.state, failed.right, failed.asked) == (AttemptState.FAILED, 2, 4)


def test_another_device_goes_on_with_the_same_attempt(course, cast):
    first = start_attempt(course=course, by=cast.ben)
    courses.answer(first, right=1)
    second = start_attempt(course=course, by=cast.ben)
    assert second == first
    assert second.drawn == first.drawn
    assert second.answers.count() == 4


def test_the_last_answer_counts(course, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    courses.answer(attempt, right=0)
    courses.answer(attempt)
    assert submit_attempt(attempt=attempt, by=cast.ben).right == 4


def test_handing_in_twice_is_handing_in_once(course, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    courses.answer(attempt)
    first = submit_attempt(attempt=attempt, by=cast.ben)
    with time_machine.travel(NOON + timedelta(days=400)):
        second = submit_attempt(attempt=attempt, by=cast.ben)
    assert (second.state, second.ended_at) == (first.state, first.ended_at)
    with pytest.raises(AttemptOver):
        courses.answer(attempt)


def test_an_unanswered_question_is_wrong(course, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    assert submit_attempt(attempt=attempt, by=cast.ben).state == AttemptState.FAILED


def test_nobody_touches_somebody_elses_attempt(course, cast):
    """T6: an attempt is the learner's alone."""
    attempt = start_attempt(course=course, by=cast.ben)
    with pytest.raises(NotYourAttempt):
        courses.answer(attempt, by=cast.hanna)
    with pytest.raises(NotYourAttempt):
        submit_attempt(attempt=attempt, by=cast.hanna)


@pytest.mark.parametrize("choice", [[], ["x"], ["a", "b"], ["a", "a"], ["\x00"], ["a" * 9000]])
def test_a_tampered_answer_is_refused(course, cast, choice):
    attempt = start_attempt(course=course, by=cast.ben)
    with pytest.raises(NotAnAnswer):
        answer_question(
            attempt=attempt,
            question=attempt.drawn[0]["question"],
            choice=choice,
            confidence="",
            by=cast.ben,
        )
    assert not attempt.answers.exists()


def test_a_question_from_elsewhere_is_refused(course, cast):
    other = courses.course("other", (courses.draft("z"),))
    attempt = start_attempt(course=course, by=cast.ben)
    foreign = QuestionVersion.objects.get(question__course=other)
    with pytest.raises(NotAsked):
        answer_question(attempt=attempt, question=foreign.pk, choice=["a"], confidence="", by=cast.ben)


def test_an_invented_confidence_is_none(course, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    facts = {"attempt": attempt, "question": attempt.drawn[0]["question"], "choice": ["a"], "by": cast.ben}
    assert answer_question(**facts, confidence="very").confidence == ""
    assert answer_question(**facts, confidence="guess").confidence == Confidence.GUESS


def test_a_critical_question_decides(cast):
    bank = (courses.draft("q1", critical=True), *(courses.draft(f"q{n}") for n in range(2, 11)))
    course = courses.course("critical", bank)
    courses.release(course, editor=cast.edda, approver=cast.falk, draw=10)
    attempt = start_attempt(course=course, by=cast.ben)
    courses.answer(attempt)
    critical = QuestionVersion.objects.get(question__course=course, critical=True)
    answer_question(attempt=attempt, question=critical.pk, choice=["b"], confidence="", by=cast.ben)
    ended = submit_attempt(attempt=attempt, by=cast.ben)
    assert (ended.right, ended.critical_missed, ended.state) == (9, True, AttemptState.FAILED)


def test_attempts_run_out_and_hr_gives_another(cast):
    course = courses.course("limited")
    courses.release(course, editor=cast.edda, approver=cast.falk, attempts=2)
    courses.take(cast.ben, course, right=0)
    courses.take(cast.ben, course, right=0)
    with pytest.raises(NoAttemptLeft):
        start_attempt(course=course, by=cast.ben)
    with pytest.raises(ReasonRequired):
        give_extra_attempt(person=cast.ben, course=course, reason="  ", by=cast.hanna)
    with pytest.raises(NotPermitted):
        give_extra_attempt(person=cast.ben, course=course, reason="Bitte", by=cast.edda)
    give_extra_attempt(person=cast.ben, course=course, reason="Störung im Netz", by=cast.hanna)
    assert courses.take(cast.ben, course).state == AttemptState.PASSED
    assert allowance(cast.ben, course.current, NOON).left == 2


def test_a_break_between_attempts_by_the_servers_clock(cast):
    course = courses.course("calm")
    courses.release(course, editor=cast.edda, approver=cast.falk, cooldown_hours=4)
    with time_machine.travel(NOON, tick=False):
        courses.take(cast.ben, course, right=0)
        with pytest.raises(TooSoon) as refusal:
            start_attempt(course=course, by=cast.ben)
        assert refusal.value.until == NOON + timedelta(hours=4)
    with time_machine.travel(NOON + timedelta(hours=4), tick=False):
        assert start_attempt(course=course, by=cast.ben).is_open


def test_a_clock_that_was_set_back_prolongs_no_break(cast):
    course = courses.course("clock")
    courses.release(course, editor=cast.edda, approver=cast.falk, cooldown_hours=4)
    with time_machine.travel(NOON, tick=False):
        courses.take(cast.ben, course, right=0)
    before = NOON - timedelta(days=300)
    assert allowance(cast.ben, course.current, before).not_before == before + timedelta(hours=4)


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        ({"change_class": ChangeClass.EDITORIAL}, True),
        ({"effect": Effect.KEEP}, True),
        ({"effect": Effect.END}, False),
    ],
)
def test_the_course_changes_during_an_attempt(course, cast, facts, counts):
    attempt = start_attempt(course=course, by=cast.ben)
    courses.answer(attempt)
    courses.release(course, editor=cast.edda, approver=cast.falk, **facts)
    if counts:
        assert submit_attempt(attempt=attempt, by=cast.ben).state == AttemptState.PASSED
        return
    with pytest.raises(CourseChanged):
        submit_attempt(attempt=attempt, by=cast.ben)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.right) == (AttemptState.VOID, None)
    assert allowance(cast.ben, course.current, NOON).used == 0
    assert start_attempt(course=course, by=cast.ben).version == course.current


def test_the_course_is_withdrawn_during_an_attempt(course, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    retire_course(course=course, by=cast.falk)
    with pytest.raises(CourseChanged):
        submit_attempt(attempt=attempt, by=cast.ben)
    with pytest.raises(CourseWithdrawn):
        start_attempt(course=course, by=cast.ben)


def test_a_question_changes_during_an_attempt(course, cast):
    attempt = start_attempt(course=course, by=cast.ben)
    for number in range(1, 6):
        save_question(course=course, draft=courses.draft(f"q{number}", right=("b",)), by=cast.edda)
    courses.answer(attempt)
    assert submit_attempt(attempt=attempt, by=cast.ben).right == 4


def test_the_trail_says_nothing_of_attempts_and_answers(course, cast):
    """T6: who failed, and what somebody answered, stands nowhere but with the learner."""
    person, before = cast.ben, AuditEvent.objects.latest("pk").pk
    courses.take(person, course, right=1)
    assert not AuditEvent.objects.filter(pk__gt=before).exists()


def test_answers_are_forgotten_and_the_result_stays(course, cast, settings):
    with time_machine.travel(NOON, tick=False):
        attempt = courses.take(cast.ben, course)
    with time_machine.travel(NOON + timedelta(days=settings.TRAINING_ANSWERS_KEPT_DAYS + 1), tick=False):
        from portal.jobs.operations import enqueue

        enqueue("courses.forget_answers", payload={}, key="now")
        drain()
    assert not AttemptAnswer.objects.exists()
    assert Attempt.objects.get(pk=attempt.pk).right == 4
