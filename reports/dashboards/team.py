"""How a manager's team stands: done or not done, nothing finer, nothing about consents (K5), and of courses
neither attempts nor answers (T6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from accounts.people.models import Employee, Organisation
from accounts.people.suppression import Published, publish
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest, Policy
from guidelines.policies.querysets import RequestQuerySet
from reports.dashboards.titles import titles_of
from training.assignments.choices import AssignmentState
from training.assignments.models import Assignment
from training.courses.models import Course
from training.courses.reading import titles_of as course_titles_of

LISTED = 300
# What a manager may know: is something still to be done? How it was answered is between person and HR.
DONE = (RequestState.ACKNOWLEDGED, RequestState.UNDER_RESERVATION, RequestState.EXEMPT)
COURSE_HELD = (AssignmentState.OPEN, AssignmentState.DONE, AssignmentState.EXEMPT)
COURSE_OPEN = Q(state=AssignmentState.OPEN)
# What somebody still has to do: its title, its due date, whether that is past.
Owed = tuple[str, date | None, bool]


@dataclass(frozen=True)
class Member:
    person: Employee
    owed: list[Owed]

    @property
    def is_done(self) -> bool:
        return not self.owed


@dataclass(frozen=True)
class Total:
    """One guideline or course over the whole team: (done, not done), as far as it may be shown."""

    title: str
    published: Published[str]
    is_course: bool = False

    @property
    def cells(self) -> tuple[int, ...] | None:
        return self.published.rows[0][1] if self.published.rows else None


def shows_totals_only() -> bool:
    """Works-council mode: managers see totals instead of names."""
    return Organisation.objects.filter(works_council_mode=True).exists()


def members_of(manager: Employee, language: str, today: date) -> list[Member]:
    """Everybody in the team by name, with what they still have to do. Six queries."""
    people = list(Employee.objects.employed().in_team_of(manager).order_by("name", "pk")[:LISTED])
    owed: dict[int, list[Owed]] = {}
    for pk, item in (*_guidelines(people, language, today), *_courses(people, language, today)):
        owed.setdefault(pk, []).append(item)
    return [Member(person, sorted(owed.get(person.pk, ()), key=_due)) for person in people]


def totals_of(manager: Employee, language: str, k: int) -> list[Total]:
    """Per guideline and course, how many are done and how many not; nothing that tells of fewer than `k`."""
    team = Employee.objects.employed().in_team_of(manager).values("pk")
    totals = [*_guideline_totals(team, language, k), *_course_totals(team, language, k)]
    return sorted(totals, key=lambda total: (total.is_course, total.title.casefold()))


def _guideline_totals(team: Any, language: str, k: int) -> Iterator[Total]:
    policies = list(Policy.objects.in_force().select_related("current").order_by("slug"))
    latest = _required().filter(employee__in=team, state__in=(*DONE, RequestState.OPEN))
    counts: dict[int, list[int]] = {}
    for policy, state, n in _latest(latest).values_list("policy", "state").annotate(n=Count("*")).order_by():
        counts.setdefault(policy, [0, 0])[0 if state in DONE else 1] += n
    titles = titles_of((policy.current_id for policy in policies), language)
    for policy in policies:
        if policy.pk in counts:
            yield Total(titles[policy.current_id], publish({"team": counts[policy.pk]}, k=k))


def _course_totals(team: Any, language: str, k: int) -> Iterator[Total]:
    """A person counts once per course: not done as long as anything of it is open."""
    courses = list(Course.objects.in_force())
    held = Assignment.objects.filter(employee__in=team, course__in=courses, state__in=COURSE_HELD)
    people = held.order_by().values("course", "employee").annotate(left=Count("pk", filter=COURSE_OPEN))
    counts: dict[int, list[int]] = {}
    for course, left in people.values_list("course", "left"):
        counts.setdefault(course, [0, 0])[1 if left else 0] += 1
    titles = course_titles_of([course.current_id for course in courses if course.current_id], language)
    for course in courses:
        if course.pk in counts:
            yield Total(titles[course.current_id or 0], publish({"team": counts[course.pk]}, k=k), True)


def _guidelines(people: list[Employee], language: str, today: date) -> Iterator[tuple[int, Owed]]:
    requests = list(_required().owed().filter(employee__in=people))
    titles = titles_of((row.version_id for row in requests), language)
    for row in requests:
        yield row.employee_id, _item(row, titles[row.version_id], today)


def _courses(people: list[Employee], language: str, today: date) -> Iterator[tuple[int, Owed]]:
    """Each course once per person, with the earliest due date."""
    rows = Assignment.objects.open().filter(employee__in=people).select_related("course").order_by("-due_on")
    soonest = {(row.employee_id, row.course_id): row for row in rows}
    versions = {row.course.current_id for row in soonest.values() if row.course.current_id}
    titles = course_titles_of(versions, language)
    for row in soonest.values():
        yield row.employee_id, _item(row, titles.get(row.course.current_id or 0, row.course.slug), today)


def _required() -> RequestQuerySet:
    return AcknowledgementRequest.objects.seen_by_managers()


def _latest(requests: RequestQuerySet) -> RequestQuerySet:
    newer = _required().filter(
        employee=OuterRef("employee"), policy=OuterRef("policy"), pk__gt=OuterRef("pk")
    )
    return requests.filter(~Exists(newer))


def _item(row: AcknowledgementRequest | Assignment, title: str, today: date) -> Owed:
    is_late = row.due_on is not None and row.paused_on is None and row.due_on < today
    return title, row.due_on, is_late


def _due(item: Owed) -> tuple[date, str]:
    title, due_on, _ = item
    return due_on or date.max, title.casefold()
