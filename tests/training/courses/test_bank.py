"""The bank of questions: checked when written, every change a version, nothing that history needs removed."""

import json

import pytest

from portal.audit.append_only import AppendOnly
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories import courses
from training.courses.choices import QuestionKind
from training.courses.drafts import questions_of
from training.courses.models import Question, QuestionVersion
from training.courses.operations.questions import restore_question, retire_question, save_question
from training.courses.rules import CourseWithdrawn, QuestionUnusable


@pytest.fixture
def bank(cast):
    return courses.course()


def test_a_change_is_a_new_version_and_saving_the_same_is_none(bank, cast):
    first = save_question(course=bank, draft=courses.draft("q1"), by=cast.edda)
    again = save_question(course=bank, draft=courses.draft("q1"), by=cast.edda)
    assert again == first
    changed = save_question(course=bank, draft=courses.draft("q1", critical=True), by=cast.edda)
    assert (changed.number, changed.question) == (first.number + 1, first.question)
    assert questions_of(bank)[0] == changed
    assert AuditEvent.objects.filter(verb="question.saved").count() == 6


def test_versions_are_written_once(bank):
    one = QuestionVersion.objects.first()
    one.canonical = "{}"
    with pytest.raises(AppendOnly):
        one.save()


def test_both_languages_are_bound_by_one_digest(bank, cast):
    first = save_question(course=bank, draft=courses.draft("two"), by=cast.edda)
    other = {"de": "Question two (de)", "en": "Different"}
    second = save_question(course=bank, draft=courses.draft("two", text=other), by=cast.edda)
    assert first.sha256 != second.sha256
    assert set(json.loads(second.canonical)["texts"]) == {"de", "en"}


@pytest.mark.parametrize(
    "facts",
    [
        {"right": ()},
        {"right": ("a", "b")},
        {"options": ("a",)},
        {"options": tuple("abcdefghi")},
        {"kind": QuestionKind.MULTIPLE, "right": ()},
        {"kind": QuestionKind.TRUE_FALSE},
        {"text": {"de": "", "en": ""}},
        {"explanation": {"de": "Nur deutsch", "en": ""}},
        {"kind": QuestionKind.SCENARIO, "situation": {}},
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_reason(bank, cast, facts):
    with pytest.raises(QuestionUnusable) as refusal:
        save_question(course=bank, draft=courses.draft("bad", **facts), by=cast.edda)
    assert len(str(refusal.value.message)) > 20
    assert not Question.objects.filter(key="bad").exists()


def test_a_language_that_was_begun_has_to_be_finished(bank, cast):
    german = {"de": "Nur deutsch", "en": ""}
    draft = courses.draft("german", text=german, explanation=german)
    with pytest.raises(QuestionUnusable):
        save_question(course=bank, draft=draft, by=cast.edda)


def test_an_ordering_question_is_right_in_the_order_it_was_written(bank, cast):
    version = save_question(course=bank, draft=courses.draft("order", QuestionKind.ORDER), by=cast.edda)
    assert version.right == ["a", "b", "c"]


def test_hostile_text_is_kept_as_text(bank, cast):
    nasty = {"de": "<script>alert(1)</script>\x00 \u202e", "en": "'; DROP TABLE--"}
    version = save_question(course=bank, draft=courses.draft("nasty", text=nasty), by=cast.edda)
    assert "\x00" not in version.canonical
    assert version.content["texts"]["de"]["text"].startswith("<script>")


def test_a_question_goes_out_of_the_bank_and_comes_back(bank, cast):
    question = bank.questions.get(key="q3")
    retire_question(question=question, by=cast.edda)
    retire_question(question=question, by=cast.edda)
    assert question.current not in questions_of(bank)
    restore_question(question=question, by=cast.edda)
    assert len(questions_of(bank)) == 5
    assert AuditEvent.objects.filter(verb="question.retired").count() == 1


def test_a_removed_question_stays_in_attempts_and_releases(course, cast):
    """T2: history keeps what it was asked with."""
    attempt = courses.take(cast.ben, course)
    question = QuestionVersion.objects.get(pk=attempt.drawn[0]["question"]).question
    retire_question(question=question, by=cast.edda)
    assert attempt.answers.filter(question__question=question).exists()
    assert course.current.bank.filter(question__question=question).exists()


def test_only_who_writes_courses_writes_questions(bank, cast):
    with pytest.raises(NotPermitted):
        save_question(course=bank, draft=courses.draft("mine"), by=cast.ben)
    with pytest.raises(NotPermitted):
        retire_question(question=bank.questions.first(), by=cast.hanna)


def test_a_withdrawn_course_takes_no_questions(course, cast):
    from training.courses.operations.releasing import retire_course

    retire_course(course=course, by=cast.falk)
    with pytest.raises(CourseWithdrawn):
        save_question(course=course, draft=courses.draft("late"), by=cast.edda)
