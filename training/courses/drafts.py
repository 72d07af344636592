"""From course pages to what a proposal pins, and how drafts stand against what is released."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from wagtail.models import Locale

from accounts.people.models import Employee
from guidelines.library.authorship import authors_since
from guidelines.library.choices import TranslationState
from guidelines.library.translating import newest_draft, translation_state
from portal.audit.chain import canonical_text
from training.courses.freezing import FrozenCourse
from training.courses.models import Course, CoursePage, CourseText, QuestionVersion

EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PinnedText:
    """The frozen lessons of one language, and whether its translation is fit to learn from."""

    frozen: FrozenCourse
    state: str
    contact: dict[str, str]

    @property
    def is_ready(self) -> bool:
        return self.state == TranslationState.READY


def page_of(course: Course) -> CoursePage | None:
    """The page in its authoritative language, else in any."""
    pages = list(CoursePage.objects.filter(translation_key=course.translation_key).select_related("locale"))
    originals = [page for page in pages if page.locale.language_code == page.authoritative_language]
    return next(iter(originals or pages), None)


def pinned_texts(page: CoursePage) -> list[PinnedText]:
    """The newest draft of every language that exists, frozen now."""
    newest = newest_draft(page)
    return [_pinned(draft, newest) for draft in _drafts(page)]


def questions_of(course: Course) -> list[QuestionVersion]:
    """The newest version of every question in the bank."""
    current = QuestionVersion.objects.filter(
        question__course=course, question__retired_at=None, pk__in=course.questions.values("current")
    )
    return list(current.select_related("question").order_by("lesson", "question__key"))


def authors_of(course: Course, page: CoursePage) -> list[Employee]:
    """Everybody whose words or questions are new since the version in force was proposed."""
    since = course.current.proposal.proposed_at if course.current else EVER
    writers = authors_since([draft.pk for draft in _drafts(page)], page.translation_key, since)
    asked = QuestionVersion.objects.filter(question__course=course, made_at__gt=since).values("made_by")
    return list(writers | Employee.objects.filter(pk__in=asked))


def differs(course: Course, texts: Iterable[PinnedText]) -> bool:
    """Whether people would learn something else than what is released."""
    if course.current is None:
        return True
    released = {text.language: reads(text) for text in course.current.texts.all()}
    drafted = {one.frozen.language: one.frozen.reads for one in texts if one.is_ready}
    if any(released.get(language) != text for language, text in drafted.items()):
        return True
    bank = set(course.current.bank.values_list("question", flat=True))
    return bank != {version.pk for version in questions_of(course)}


def reads(text: CourseText) -> tuple[str, ...]:
    return text.title, text.summary, text.lessons


def lessons_text(frozen: FrozenCourse) -> str:
    """The lessons as they are stored and hashed."""
    return canonical_text({"lessons": frozen.lessons})


def _pinned(draft: CoursePage, newest: CoursePage) -> PinnedText:
    contact = {"name": draft.question_contact, "email": draft.question_email}
    return PinnedText(draft.frozen(), translation_state(newest, draft.locale.language_code), contact)


def _drafts(page: CoursePage) -> Iterable[CoursePage]:
    for code, _name in settings.LANGUAGES:
        locale = Locale.objects.filter(language_code=code).first()
        stored = page.get_translation_or_none(locale) if locale else None
        if stored is not None:
            yield newest_draft(stored)
