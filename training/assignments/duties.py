"""What a person has to learn, for home, digest and calendar."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from accounts.people.registry import Duty
from training.assignments.models import Assignment
from training.assignments.standing import is_overdue
from training.courses.reading import titles_of


def duties_of(person: Employee) -> Iterable[Duty]:
    """Open assignments, one per course: of several duties for it the earliest counts. Two queries."""
    rows = Assignment.objects.open().of(person).select_related("course__current")
    found: dict[int, Assignment] = {}
    for assignment in rows.order_by("due_on", "pk"):
        found.setdefault(assignment.course_id, assignment)
    if not found:
        return []
    titles = titles_of(
        [one.course.current_id for one in found.values() if one.course.current_id], person.language
    )
    today = local_day(timezone.now(), person.location)
    return [
        _duty(one, titles.get(one.course.current_id or 0, one.course.slug), today) for one in found.values()
    ]


def _duty(assignment: Assignment, title: str, today: date) -> Duty:
    current = assignment.course.current
    return Duty(
        key=f"training:{assignment.ref}",
        title=title,
        action=pgettext_lazy("duty", "Do the course"),
        url=reverse("courses:course-show", args=[assignment.course.slug]),
        due_on=assignment.due_on,
        overdue=is_overdue(assignment, today),
        minutes=current.minutes if current else 0,
        paused=assignment.paused_on is not None,
    )
