"""What is required of whom: made, changed and ended by HR."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.people.models import Audience, Employee
from portal.audit.trail import operation, record
from training.assignments.choices import ENFORCED, AssignmentState, Cause, DueKind, Enforcement, ValidityKind
from training.assignments.models import Assignment, Requirement
from training.assignments.operations.assigning import (
    assign,
    close_assignments,
    locked_requirements,
    uncovered,
)
from training.assignments.operations.scheduling import recompute_due_dates
from training.assignments.permissions import require_requiring
from training.assignments.rules import (
    CourseNotInForce,
    IncompleteTerms,
    ReportedOnly,
    RequiredAlready,
    RequirementEnded,
)
from training.courses.choices import CourseKind
from training.courses.models import Course


@dataclass(frozen=True)
class Terms:
    """By when a course has to be done, for how long it counts, and what follows if it is not."""

    due_kind: str = DueKind.JOINING
    due_on: date | None = None
    due_days: int = 30
    validity_kind: str = ValidityKind.MONTHS
    validity_months: int = 24
    expires_month: int = 1
    expires_day: int = 31
    window_days: int = 60
    grace_days: int = 0
    remind_days: int = 7
    enforcement: str = Enforcement.REPORT


@operation(refused="training.refused")
def require_course(
    *, course: Course, audience: Audience, by: Employee | None, terms: Terms | None = None
) -> Requirement:
    """Hold everybody in `audience` to `course` from now on. By the system itself, `by` is None.

    Raises `NotPermitted`, `CourseNotInForce`, `RequiredAlready`, `IncompleteTerms`.
    """
    require_requiring(by)
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    if course.current_id is None or course.retired_at is not None:
        raise CourseNotInForce
    if Requirement.objects.filter(course=course, audience=audience, ended_at=None).exists():
        raise RequiredAlready
    requirement = Requirement(
        course=course, audience=audience, made_by=by, made_at=timezone.now(), **asdict(terms or Terms())
    )
    _require_sound(requirement)
    requirement.save()
    assigned = assign(requirement=requirement, people=uncovered(requirement), cause=Cause.AUDIENCE)
    details = {"course": course.slug, "assigned": assigned, "enforcement": requirement.enforcement}
    record("training.required", by=by, obj=requirement, details=details)
    return requirement


@operation(refused="training.refused")
def change_requirement(*, requirement: Requirement, terms: Terms, by: Employee) -> Requirement:
    """Change the terms. Due dates of open assignments are worked out anew, except those somebody extended;
    proof that was given keeps the days it has (T2).

    Raises `NotPermitted`, `RequirementEnded`, `IncompleteTerms`.
    """
    requirement = _standing(requirement, by)
    before = asdict(terms_of(requirement))
    for name, value in asdict(terms).items():
        setattr(requirement, name, value)
    _require_sound(requirement)
    requirement.save()
    changed = sorted(name for name, value in asdict(terms).items() if before[name] != value)
    if {"due_kind", "due_on", "due_days"} & set(changed):
        recompute_due_dates(_by_rule(requirement), requirement, by_rule=True)
    details = {"changed": changed, "enforcement": requirement.enforcement}
    record("training.requirement_changed", by=by, obj=requirement, details=details)
    return requirement


@operation(refused="training.refused")
def end_requirement(*, requirement: Requirement, by: Employee) -> Requirement:
    """Nobody is held to it any more: open assignments are withdrawn, proof stays (T2).

    Raises `NotPermitted`, `RequirementEnded`.
    """
    requirement = _standing(requirement, by)
    requirement.ended_at, requirement.ended_by = timezone.now(), by
    requirement.save(update_fields=["ended_at", "ended_by"])
    closed = close_assignments(requirement.assignments.open(), AssignmentState.WITHDRAWN)
    record("training.requirement_ended", by=by, obj=requirement, details={"closed": closed})
    return requirement


def withdrawn(course: Course) -> None:
    """What withdrawing a course means: `training.courses.registry.on_retired` calls this."""
    withdraw_course(course=course)


@operation
def withdraw_course(*, course: Course) -> None:
    """A course is withdrawn: what is open closes, proof stays; its requirements rest (see `in_force`)."""
    for requirement in locked_requirements(Requirement.objects.filter(course=course, ended_at=None)):
        closed = close_assignments(requirement.assignments.open(), AssignmentState.WITHDRAWN)
        if closed:
            details = {"assigned": 0, "closed": closed}
            record("training.recomputed", obj=requirement, details=details)


def terms_of(requirement: Requirement) -> Terms:
    return Terms(**{name: getattr(requirement, name) for name in Terms.__dataclass_fields__})


def _by_rule(requirement: Requirement) -> QuerySet[Assignment]:
    """Open assignments that fall due by the rule; a renewal, or what a change of the course caused, has a day
    of its own, and so has what somebody extended."""
    mine = requirement.assignments.open().filter(cause__in=(Cause.AUDIENCE, Cause.RETURN))
    return mine.filter(extensions=None)


def _standing(requirement: Requirement, by: Employee) -> Requirement:
    require_requiring(by)
    requirement = locked_requirements(Requirement.objects.filter(pk=requirement.pk)).get()
    if requirement.ended_at is not None:
        raise RequirementEnded
    return requirement


def _require_sound(requirement: Requirement) -> None:
    is_enforced = requirement.enforcement in ENFORCED
    if is_enforced and requirement.course.kind == CourseKind.PACKAGE:
        raise ReportedOnly
    try:
        requirement.clean_fields()
        requirement.validate_constraints()
    except ValidationError as flawed:
        raise IncompleteTerms(_first_words(flawed)) from flawed


def _first_words(flawed: ValidationError) -> Any:
    return flawed.messages[0]
