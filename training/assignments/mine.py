"""What somebody has to learn, has learned, and could learn: one list for "my learning"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import pgettext

from accounts.people.models import Employee
from training.assignments.choices import AssignmentState
from training.assignments.models import Assignment, Completion
from training.courses.models import Attempt, Course, LessonVisit
from training.courses.reading import titles_of
from training.courses.registry import FollowUp


@dataclass(frozen=True)
class Entry:
    """One course as its learner sees it. `due_on` is set while it is owed, `completion` once it is done."""

    course: Course
    title: str
    assignment: Assignment | None
    completion: Completion | None
    is_begun: bool
    today: date

    @property
    def is_owed(self) -> bool:
        return self.assignment is not None and self.assignment.state == AssignmentState.OPEN

    @property
    def is_overdue(self) -> bool:
        owed = self.assignment if self.is_owed else None
        return owed is not None and owed.paused_on is None and owed.due_on < self.today

    @property
    def is_done(self) -> bool:
        return not self.is_owed and self.completion is not None


def learning_of(person: Employee, today: date) -> list[Entry]:
    """Every course in force, what is owed first and by due date; six queries whatever their number."""
    courses = list(Course.objects.in_force().select_related("current"))
    titles = titles_of([course.current_id for course in courses if course.current_id], person.language)
    open_ones = {one.course_id: one for one in _soonest_last(Assignment.objects.open().of(person))}
    proof = {one.course_id: one for one in _completions(person, today)}
    begun = _begun(person)
    entries = [
        Entry(
            course=course,
            title=titles.get(course.current_id or 0, course.slug),
            assignment=open_ones.get(course.pk),
            completion=proof.get(course.pk),
            is_begun=course.pk in begun,
            today=today,
        )
        for course in courses
    ]
    return sorted(entries, key=_urgency)


def past_of(person: Employee, today: date) -> list[Completion]:
    """Proof that does not count any more, the newest first; it stays for ever (T2)."""
    valid = Completion.objects.valid_on(today).of(person).values("pk")
    past = Completion.objects.of(person).exclude(pk__in=valid)
    return list(past.select_related("course__current", "version", "certificate").order_by("-at")[:50])


def follow_ups(attempt: Attempt) -> Iterable[FollowUp]:
    """After passing: the certificate of what the attempt proves, the longest first."""
    proof = Completion.objects.filter(attempt=attempt).order_by("-requirement", "-valid_until").first()
    if proof is not None:
        address = reverse("assignments:certificate-download", args=[proof.ref])
        yield FollowUp(pgettext("course", "Certificate (PDF)"), address)


def _soonest_last(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Of several duties for one course the earliest counts."""
    return sorted(assignments, key=lambda one: one.due_on, reverse=True)


def _completions(person: Employee, today: date) -> list[Completion]:
    found = Completion.objects.valid_on(today).of(person).select_related("version", "certificate")
    return list(found.order_by("at"))


def _begun(person: Employee) -> set[int]:
    visited = LessonVisit.objects.filter(employee=person).values_list("course", flat=True)
    tried = Attempt.objects.filter(employee=person).values_list("course", flat=True)
    return set(visited.union(tried))


def _urgency(entry: Entry) -> tuple:
    due = entry.assignment.due_on if entry.is_owed and entry.assignment else date.max
    return not entry.is_owed, due, entry.is_done, entry.title.casefold()
