"""What a person owes, sorted by how much it presses, and what they have done lately."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.people.models import Employee
from accounts.people.registry import Duty
from guidelines.policies.models import Acknowledgement
from guidelines.policies.standing import SOON_DAYS
from reports.dashboards.choices import Urgency
from training.assignments.models import Completion
from training.courses.models import CourseText

LATELY = 5
NEEDED = ("ref", "at", "answer", "statement_kind", "withdrawal__at")
NEEDED_TEXT = ("rendition__title", "rendition__language", "version__major", "version__minor")


@dataclass(frozen=True)
class Owed:
    """Home's first question, answered: the one thing to do next, and everything else in groups."""

    next: Duty | None
    groups: list[tuple[Urgency, list[Duty]]] = field(default_factory=list)
    count: int = 0
    minutes: int = 0

    @property
    def overdue(self) -> int:
        every = [self.next, *(duty for _, duties in self.groups for duty in duties)]
        return sum(1 for duty in every if duty is not None and duty.overdue)


@dataclass(frozen=True)
class Done:
    """One answer with its receipt, or one course with its certificate."""

    at: datetime
    answer: Acknowledgement | None = None
    completion: Completion | None = None
    text: CourseText | None = None


def lately(person: Employee) -> list[Done]:
    """The newest answers and courses. Two queries, three if a course is among them."""
    done = [Done(given.at, answer=given) for given in _answers(person)]
    courses = list(_completions(person))
    texts = _texts(courses, person.language) if courses else {}
    done += [Done(one.at, completion=one, text=texts.get(one.version_id)) for one in courses]
    return sorted(done, key=lambda one: one.at, reverse=True)[:LATELY]


def _answers(person: Employee) -> Iterable[Acknowledgement]:
    """What was signed itself stays in the database."""
    given = Acknowledgement.objects.filter(employee=person).select_related(
        "version", "rendition", "withdrawal"
    )
    return given.only(*NEEDED, *NEEDED_TEXT).order_by("-at", "-pk")[:LATELY]


def _completions(person: Employee) -> Iterable[Completion]:
    return Completion.objects.of(person).select_related("course").order_by("-at", "-pk")[:LATELY]


def _texts(courses: Iterable[Completion], language: str) -> dict[int | None, CourseText]:
    found: dict[int | None, CourseText] = {}
    texts = CourseText.objects.filter(version__in={one.version_id for one in courses if one.version_id})
    for text in texts.only("version", "language", "title").order_by("language"):
        if text.language == language or text.version_id not in found:
            found[text.version_id] = text
    return found


def sorted_by_urgency(duties: Iterable[Duty], today: date) -> Owed:
    """Overdue, due soon, later, offers; within each the earliest first. What is paused presses least."""
    ranked = sorted(duties, key=lambda duty: _rank(duty, today))
    required = [duty for duty in ranked if duty.required]
    first = required[0] if required and not required[0].paused else None
    rest = [duty for duty in ranked if duty is not first]
    groups = [(urgency, [duty for duty in rest if urgency_of(duty, today) == urgency]) for urgency in Urgency]
    return Owed(
        next=first,
        groups=[(urgency, found) for urgency, found in groups if found],
        count=len(required),
        minutes=sum(duty.minutes for duty in required),
    )


def urgency_of(duty: Duty, today: date) -> Urgency:
    if not duty.required:
        return Urgency.OFFER
    if duty.overdue:
        return Urgency.OVERDUE
    if duty.due_on is None or duty.paused or (duty.due_on - today).days > SOON_DAYS:
        return Urgency.LATER
    return Urgency.SOON


def _rank(duty: Duty, today: date) -> tuple[int, bool, date, str]:
    order = list(Urgency).index(urgency_of(duty, today))
    return order, duty.paused, duty.due_on or date.max, duty.title.casefold()
