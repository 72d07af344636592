"""What is stored about a person here, for themself."""

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from training.courses.models import Attempt, AttemptAnswer, ExtraAttempt, LessonVisit
from training.courses.reading import titles_of

STORED = (
    Stored(
        place=_("Learning"),
        facts=_("Which lesson somebody opened last, and which they finished"),
        purpose=_("So that people go on where they were. Nobody else sees it."),
        kept=_("Until the person is removed"),
    ),
    Stored(
        place=_("Quizzes"),
        facts=_("Attempts with their result; single answers and how sure somebody was"),
        purpose=_(
            "Proof that a course was passed. Answers are seen by the person alone; authors see counts over "
            "at least ten people."
        ),
        kept=_("Answers for half a year; results as long as the proof that rests on them"),
    ),
)


def stored_about(person: Employee) -> Iterable[Section]:
    titles = titles_of(
        Attempt.objects.filter(employee=person).values("version"), (get_language() or "de")[:2]
    )
    yield Section(_("Lessons you opened"), [_visit(one) for one in _visits(person)])
    yield Section(_("Your attempts"), [_attempt(one, titles) for one in _attempts(person)])
    yield Section(_("Your answers"), [_answer(one) for one in _answers(person)])
    yield Section(_("Further attempts you were given"), [_extra(one) for one in _extras(person)])


def _visits(person: Employee):
    return LessonVisit.objects.filter(employee=person).select_related("course").order_by("opened_at")


def _visit(visit: LessonVisit) -> dict[str, object]:
    return {
        pgettext("training", "Course"): visit.course.slug,
        pgettext("training", "Lesson"): visit.lesson,
        pgettext("lesson", "Opened"): visit.opened_at,
        pgettext("lesson", "Finished"): visit.finished_at,
    }


def _attempts(person: Employee):
    return Attempt.objects.filter(employee=person).select_related("version").order_by("started_at")


def _attempt(attempt: Attempt, titles: dict[int, str]) -> dict[str, object]:
    return {
        pgettext("training", "Course"): titles.get(attempt.version_id, ""),
        _("Version"): attempt.version.number,
        pgettext("attempt", "Begun"): attempt.started_at,
        pgettext("attempt", "Handed in"): attempt.ended_at,
        _("State"): attempt.get_state_display(),
        pgettext("attempt", "Right answers"): attempt.right,
        pgettext("attempt", "Questions"): attempt.asked,
    }


def _answers(person: Employee):
    return (
        AttemptAnswer.objects.filter(attempt__employee=person)
        .select_related("question__question")
        .order_by("answered_at")
    )


def _answer(answer: AttemptAnswer) -> dict[str, object]:
    return {
        pgettext("training", "Question"): answer.question.question.key,
        pgettext("attempt", "Chosen"): ", ".join(answer.choice),
        pgettext("attempt", "How sure"): answer.get_confidence_display(),
        pgettext("attempt", "Answered"): answer.answered_at,
        pgettext("attempt", "Right"): answer.is_right,
    }


def _extras(person: Employee):
    return ExtraAttempt.objects.filter(employee=person).select_related("course").order_by("given_at")


def _extra(extra: ExtraAttempt) -> dict[str, object]:
    return {
        pgettext("training", "Course"): extra.course.slug,
        pgettext("attempt", "Given"): extra.given_at,
        _("Reason"): extra.reason,
    }
