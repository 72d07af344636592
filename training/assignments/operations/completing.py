"""Doing a course: exactly one completion per open assignment, however often somebody clicks."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from portal.audit.trail import operation, record
from training.assignments.choices import Basis
from training.assignments.endings import Ending, Versions
from training.assignments.models import Assignment, Completion, Requirement
from training.assignments.operations.assigning import recertify
from training.assignments.operations.proving import Proof, write_proofs
from training.assignments.querysets import AssignmentQuerySet
from training.assignments.validity import valid_until, window_opens
from training.courses.models import Attempt, Course, CourseVersion
from training.packages.models import PackageVisit


@operation
def complete(
    *,
    person: Employee,
    course: Course,
    basis: Basis,
    on: date,
    by: Employee | None,
    attempt: Attempt | None = None,
    version: CourseVersion | None = None,
    reason: str = "",
    elsewhere: Mapping[str, str] | None = None,
) -> list[Completion]:
    """Write that `person` did `course` `on` a local day: one completion per open assignment, or one of their
    own accord where nothing is open. A second click, tab or worker gets the first one's rows.
    """
    person = held(person)
    if attempt is not None:
        done = list(Completion.objects.filter(attempt=attempt).order_by("pk"))
        if done:
            return done
    open_windows(person, course)
    later = version is not None and version.pk != course.current_id
    proofs = proofs_of(
        person,
        course,
        locked_assignments(Assignment.objects.of(person).of_course(course)),
        basis=basis,
        on=on,
        attempt=attempt,
        version=version,
        reason=reason,
        elsewhere=elsewhere,
        ends=Versions(course).ending_of(version) if later and version is not None else None,
    )
    written = write_proofs(proofs, by=by)
    for completion in written:
        note(completion, by=by, on_behalf_of=person)
    return written


def passed(attempt: Attempt) -> None:
    """What passing a quiz means: `training.courses.registry.on_passed` calls this."""
    person = attempt.employee
    ended = attempt.ended_at or timezone.now()
    complete(
        person=person,
        course=attempt.course,
        basis=Basis.PASSED,
        on=local_day(ended, person.location),
        by=person,
        attempt=attempt,
        version=attempt.version,
    )


def reported(visit: PackageVisit) -> None:
    """What confirming a package means: `training.packages.registry.on_confirmed` calls this (T4)."""
    person = visit.employee
    complete(
        person=person,
        course=visit.course,
        basis=Basis.REPORTED,
        on=local_day(visit.confirmed_at or timezone.now(), person.location),
        by=person,
        version=visit.version,
    )


def held(person: Employee) -> Employee:
    """The person with where they work now, locked: a departure waits, and so does a second tab."""
    Employee.objects.held().get(pk=person.pk)
    return Employee.objects.select_related("department", "entity", "location").get(pk=person.pk)


def locked_assignments(assignments: AssignmentQuerySet) -> list[Assignment]:
    """Those that are open, locked against every other answer, with their requirements."""
    opened = assignments.open().select_for_update(of=("self",), no_key=True).order_by("pk")
    return list(opened.select_related("requirement"))


def open_windows(person: Employee, course: Course) -> None:
    """Whoever renews on the first day of the window is not made to wait for the nightly job."""
    today = local_day(timezone.now(), person.location)
    for completion in _renewable(person, course, today):
        requirement, last_day = completion.requirement, completion.valid_until
        if requirement and last_day and window_opens(requirement, last_day) <= today:
            recertify(requirement=requirement, today=today, only=person)


def _renewable(person: Employee, course: Course, today: date) -> QuerySet[Completion]:
    counting = Completion.objects.of(person).filter(course=course).valid_on(today)
    required = counting.filter(requirement__in=Requirement.objects.in_force(), valid_until__isnull=False)
    return required.select_related("requirement")


def proofs_of(
    person: Employee,
    course: Course,
    assignments: Iterable[Assignment],
    *,
    basis: Basis,
    on: date,
    attempt: Attempt | None = None,
    version: CourseVersion | None = None,
    reason: str = "",
    elsewhere: Mapping[str, str] | None = None,
    ends: Ending | None = None,
) -> list[Proof]:
    """One proof per assignment, with the days for which it counts; one without a requirement if there is
    none. What a newer version of the course `ends` is proof until then and closes nothing."""
    assignments = list(assignments)
    last_days = last_days_of(person, assignments, on)
    targets: list[tuple[Requirement | None, Assignment | None]] = [
        (assignment.requirement, assignment) for assignment in assignments
    ]
    return [
        Proof(
            person=person,
            course=course,
            basis=basis,
            valid_from=on,
            valid_until=_until(requirement, on, last_days),
            requirement=requirement,
            assignment=None if ends else assignment,
            attempt=attempt,
            version=version,
            reason=reason,
            elsewhere=elsewhere or {},
            ends=ends,
        )
        for requirement, assignment in targets or [(None, None)]
    ]


def _until(requirement: Requirement | None, on: date, last_days: Mapping[int, date]) -> date | None:
    if requirement is None:
        return None
    return valid_until(requirement, on, renewing=last_days.get(requirement.pk))


def last_days_of(person: Employee, assignments: Iterable[Assignment], on: date) -> dict[int, date]:
    """Until when the proof counts that is about to be renewed (T3)."""
    required = [assignment.requirement_id for assignment in assignments]
    counting = Completion.objects.of(person).valid_on(on).filter(requirement__in=required)
    found: dict[int, date] = {}
    for requirement, until in counting.exclude(valid_until=None).values_list("requirement", "valid_until"):
        if requirement is not None:
            found[requirement] = max(until, found.get(requirement, until))
    return found


def note(completion: Completion, *, by: Employee | None, on_behalf_of: Employee) -> None:
    record(
        "completion.recorded",
        by=by,
        on_behalf_of=on_behalf_of if by is None or by.pk != on_behalf_of.pk else None,
        obj=completion,
        details={
            "basis": Basis(completion.basis).value,
            "course": completion.course.slug,
            "commitment": completion.commitment,
        },
    )
