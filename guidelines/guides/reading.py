"""What somebody gets to see: lists of guides, what an outcome points at, and whom to ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.registrations import holders
from guidelines.editions.models import Edition, EditionText, Work
from guidelines.editions.reading import text_for
from guidelines.guides.choices import Track
from guidelines.guides.graph import longest, reading_order
from guidelines.guides.structure import Checklist, Guide, Item, Outcome, Question, checklist_of, guide_of
from guidelines.policies.passages import Passage, key_of, passages_of

GUIDE, CHECKLIST = "guide", "checklist"
ASKED_AT_MOST = 3


@dataclass(frozen=True)
class Entry:
    """A guide in the list; `at_most` is the number of questions on its longest way."""

    work: Work
    text: EditionText
    at_most: int


@dataclass(frozen=True)
class Shelf:
    track: Track
    entries: list[Entry]


def shelves(language: str) -> list[Shelf]:
    """All guides in force by track, each track in its own order; three queries."""
    found: dict[str, list[tuple[int, Entry]]] = {}
    for work in Work.objects.in_force().of_genre(GUIDE).with_texts():
        text = text_for(work.current, language)
        guide = guide_of(text.data)
        entry = Entry(work, text, longest(guide).get(guide.start, 0))
        found.setdefault(guide.track, []).append((guide.order, entry))
    return [
        Shelf(track, [entry for _order, entry in sorted(found[track], key=_place)])
        for track in Track
        if track in found
    ]


def checklists(language: str) -> list[tuple[str, EditionText]]:
    """Slug and text of every checklist in force, in order; three queries."""
    works = Work.objects.in_force().of_genre(CHECKLIST).with_texts()
    found = [(work.slug, text_for(work.current, language)) for work in works]
    return sorted(found, key=lambda one: (checklist_of(one[1].data).order, one[1].title))


def _place(entry: tuple[int, Entry]) -> tuple[int, str]:
    return entry[0], entry[1].text.title


def guide_titles(language: str) -> dict[str, str]:
    """The title of every guide in force, by slug."""
    works = Work.objects.in_force().of_genre(GUIDE).with_texts()
    return {work.slug: text_for(work.current, language).title for work in works}


def items_of(checklist: Checklist, titles: Mapping[str, str]) -> list[tuple[Item, str]]:
    """Each item with the title of its guide; "" where there is none in force."""
    return [(item, titles.get(item.guide, "")) for item in checklist.items]


def passage_for(outcome: Outcome, person: Employee, language: str) -> Passage | None:
    """The passage that `outcome` names, as it is in force; `None` if it names none."""
    if not outcome.guideline:
        return None
    part = {"guideline": outcome.guideline, "heading": outcome.heading, "lead": ""}
    return passages_of([part], person, language)[key_of(part)]


@dataclass(frozen=True)
class Desk:
    """A role and some of those who hold it now."""

    role: Role
    people: list[Employee]


def desks(roles: Iterable[str]) -> list[Desk]:
    """Whom to ask; roles that do not exist (any more) are left out. A query for each role."""
    known = [Role(slug) for slug in roles if slug in Role.values]
    return [Desk(role, list(holders(role).order_by("name")[:ASKED_AT_MOST])) for role in known]


@dataclass(frozen=True)
class Page:
    """A guide on paper: questions and outcomes with the numbers under which answers refer to them."""

    guide: Guide
    questions: list[tuple[int, Question, list[dict[str, Any]]]]
    outcomes: list[tuple[str, Outcome]]


def whole(guide: Guide) -> Page:
    """Questions that can be reached, each before those that follow it, then the outcomes in their order."""
    numbers = {key: number for number, key in enumerate(reading_order(guide), start=1)}
    letters = {one.key: _letters(index) for index, one in enumerate(guide.outcomes)}
    questions = []
    for key, number in numbers.items():
        question = guide.question(key)
        if question is not None:
            answers = [
                {"text": one.text, "question": numbers.get(one.goes_to), "outcome": letters.get(one.goes_to)}
                for one in question.answers
            ]
            questions.append((number, question, answers))
    return Page(guide, questions, [(letters[one.key], one) for one in guide.outcomes])


def _letters(index: int) -> str:
    """A, B, …, Z, AA, AB, …"""
    before, last = divmod(index, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def edition_numbered(slug: str, number: int) -> Edition | None:
    """An edition of a guide that has not been withdrawn, with its work and texts."""
    editions = Edition.objects.filter(work__genre=GUIDE, work__slug=slug, work__retired_at=None)
    return editions.filter(number=number).select_related("work").prefetch_related("texts").first()
