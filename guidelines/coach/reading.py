"""What somebody gets to see of the coach."""

from dataclasses import dataclass
from datetime import date

from guidelines.coach.structure import Coaching, coaching_of
from guidelines.editions.models import EditionText, Work
from guidelines.editions.reading import text_for

COACH = "coach"


@dataclass(frozen=True)
class Entry:
    """A platform in the list, in one language."""

    work: Work
    text: EditionText
    coaching: Coaching


def entries(language: str) -> list[Entry]:
    """All platforms in force, in their order; three queries."""
    works = Work.objects.in_force().of_genre(COACH).with_texts()
    found = [_entry(work, language) for work in works]
    return sorted(found, key=lambda one: (one.coaching.order, one.text.title))


def entry(slug: str, language: str) -> Entry | None:
    work = Work.objects.in_force().of_genre(COACH).with_texts().filter(slug=slug).first()
    return _entry(work, language) if work else None


def _entry(work: Work, language: str) -> Entry:
    assert work.current is not None
    text = text_for(work.current, language)
    return Entry(work, text, coaching_of(text.data))


def checked_on(coaching: Coaching) -> date | None:
    return date.fromisoformat(coaching.checked_on) if coaching.checked_on else None
