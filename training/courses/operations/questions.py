"""The bank of questions: every change is a new version, and what history needs is never removed."""

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page

from accounts.people.models import Employee
from portal.audit.trail import operation, record
from training.courses.bank import Draft, digest, problems
from training.courses.models import Course, Question, QuestionVersion
from training.courses.permissions import require_writer
from training.courses.rules import CourseWithdrawn, QuestionUnusable

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@operation
def open_course(*, page: Page, by: Employee | None) -> Course:
    """The course behind a course page; it is there from the first draft on, so that it can have questions."""
    require_writer(by)
    course, made = Course.objects.get_or_create(
        translation_key=page.translation_key, defaults={"slug": _free_slug(page.slug)}
    )
    if made:
        record("course.opened", by=by, obj=course)
    return course


@operation(refused="course.refused")
def save_question(*, course: Course, draft: Draft, by: Employee | None) -> QuestionVersion:
    """Write a question of the bank, or a new version of the one with the same key.

    Nothing changes for courses that are released: they keep the version they were released with. Saving what
    is there already changes nothing. Raises `QuestionUnusable` with every reason.
    """
    require_writer(by)
    found = problems(draft, LANGUAGES)
    if found:
        raise QuestionUnusable(" ".join(str(one) for one in found))
    course = _locked(course)
    question, _made = Question.objects.get_or_create(course=course, key=draft.key)
    version = _version(question, draft, by)
    if question.current is not None and question.current.sha256 == version.sha256:
        return question.current
    version.number = question.versions.count() + 1
    version.save()
    question.current = version
    question.save(update_fields=["current"])
    record("question.saved", by=by, obj=question, details={"version": version.number})
    return version


@operation(refused="course.refused")
def retire_question(*, question: Question, by: Employee) -> None:
    """Take a question out of the bank. Attempts and releases that hold it keep it."""
    require_writer(by)
    question = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    if question.retired_at is None:
        question.retired_at = timezone.now()
        question.save(update_fields=["retired_at"])
        record("question.retired", by=by, obj=question)


@operation(refused="course.refused")
def restore_question(*, question: Question, by: Employee) -> None:
    """Put a question back into the bank."""
    require_writer(by)
    question = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    if question.retired_at is not None:
        question.retired_at = None
        question.save(update_fields=["retired_at"])
        record("question.restored", by=by, obj=question)


def _locked(course: Course) -> Course:
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if course.retired_at:
        raise CourseWithdrawn
    return course


def _version(question: Question, draft: Draft, by: Employee | None) -> QuestionVersion:
    canonical = draft.canonical(LANGUAGES)
    return QuestionVersion(
        question=question,
        kind=draft.kind.value,
        critical=draft.critical,
        lesson=draft.lesson,
        guideline=draft.guideline,
        canonical=canonical,
        sha256=digest(
            canonical,
            kind=draft.kind.value,
            critical=draft.critical,
            lesson=draft.lesson,
            guideline=draft.guideline,
        ),
        made_by=by,
        made_at=timezone.now(),
    )


def _free_slug(wanted: str) -> str:
    slug, number = wanted[:60], 1
    while Course.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted[:56]}-{number}"
    return slug
