"""How many people had done each course by a moment, per department: counted without names."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from training.assignments.choices import AssignmentState
from training.assignments.models import Assignment
from training.assignments.querysets import AssignmentQuerySet
from training.courses.models import Course

# (guideline or course, department, done?) → people
Counts = Counter[tuple[int, int, bool]]


def course_counts(courses: Iterable[Course], moment: datetime) -> Counts:
    """Per course and department; somebody who is held to a course twice counts once, as not done while
    either is open. Two queries."""
    held = _held(courses, moment)
    not_done = _people(held.filter(~Q(state=AssignmentState.DONE) | _still_open(moment)))
    counts: Counts = Counter()
    for (course, department), n in _people(held).items():
        left = not_done[course, department]
        counts[course, department, True] = n - left
        counts[course, department, False] = left
    return +counts


def _held(courses: Iterable[Course], moment: datetime) -> AssignmentQuerySet:
    """The newest round of each requirement by then, unless it had ended without being done."""
    later = Assignment.objects.filter(
        requirement=OuterRef("requirement"),
        employee=OuterRef("employee"),
        assigned_at__lte=moment,
        cycle__gt=OuterRef("cycle"),
    )
    held = Assignment.objects.filter(assigned_at__lte=moment, course__in=[course.pk for course in courses])
    stands = Q(state__in=(AssignmentState.OPEN, AssignmentState.DONE, AssignmentState.EXEMPT))
    return held.filter(~Exists(later), stands | _still_open(moment))


def _still_open(moment: datetime) -> Q:
    return Q(closed_at=None) | Q(closed_at__gt=moment)


def _people(assignments: AssignmentQuerySet) -> Counter[tuple[int, int]]:
    rows = assignments.order_by().values_list("course", "department")
    people = rows.annotate(n=Count("employee", distinct=True))
    return Counter({(course, department): n for course, department, n in people})
