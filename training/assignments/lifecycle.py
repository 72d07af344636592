"""What happens to people, as far as their courses are concerned (P1)."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.access.models import AccessGrant
from accounts.people.calendar import local_day, next_working_day
from accounts.people.choices import LifecycleEvent
from accounts.people.models import Audience, Employee
from accounts.people.operations.audiences import named_by
from accounts.people.registry import Only
from portal.setbased import update_from
from training.assignments.choices import Cause, DueKind
from training.assignments.models import Assignment, Requirement
from training.assignments.operations.assigning import (
    assign,
    follow_audience,
    follow_requirements,
    locked_requirements,
    uncovered,
)
from training.assignments.operations.scheduling import repause


def audience_changed(audience: Audience, only: Only) -> None:
    """Assignments follow the audience, for one person, for some or for all."""
    follow_audience(audience=audience, only=only)


def access_wanted(person: Employee) -> None:
    """Somebody asked for access, or has it: what is due before it begins is due now."""
    follow_requirements(requirements=before_access(), only=person)


def access_ended(grant: AccessGrant, by: Employee | None) -> None:
    """Without any access left, nothing is due before it."""
    follow_requirements(requirements=before_access(), only=grant.person)


def before_access() -> QuerySet[Requirement]:
    return Requirement.objects.in_force().filter(due_kind=DueKind.GRANT)


def something_happened(person: Employee, event: LifecycleEvent) -> None:
    """Deadlines wait for whoever is away; lists show people where they work now."""
    react = _reactions().get(event)
    if react is not None:
        react(person)


def something_happened_to_many(people: QuerySet[Employee], event: LifecycleEvent) -> None:
    """The same for many people at once: set-based where an import can cause it."""
    if event == LifecycleEvent.MOVED:
        _follow_many(people)
    elif event == LifecycleEvent.CAME_BACK:
        _assign_returners(people)
    elif event in _reactions():
        for person in people.select_related("location").iterator(chunk_size=1000):
            something_happened(person, event)


def _reactions() -> dict[LifecycleEvent, Callable[[Employee], None]]:
    return {
        LifecycleEvent.MOVED: _follow,
        LifecycleEvent.WENT_ON_LEAVE: _pause,
        LifecycleEvent.RETURNED: _resume,
        LifecycleEvent.ABSENCE_RECORDED: _reschedule,
        LifecycleEvent.CAME_BACK: _assign_returners,
    }


def _follow(person: Employee) -> None:
    _open(person).update(department=person.department, entity=person.entity, location=person.location)


def _pause(person: Employee) -> None:
    today = local_day(timezone.now(), person.location)
    _open(person).filter(paused_on=None).update(paused_on=today)


def _resume(person: Employee) -> None:
    today = local_day(timezone.now(), person.location)
    for assignment in _open(person).exclude(paused_on=None):
        later = assignment.base_due_on + timedelta(days=(today - assignment.paused_on).days)
        assignment.base_due_on = next_working_day(later, assignment.location)
        assignment.paused_on = None
        repause(assignment)
        assignment.save(update_fields=["base_due_on", "due_on", "paused_on"])


def _reschedule(person: Employee) -> None:
    for assignment in _open(person):
        repause(assignment)
        assignment.save(update_fields=["due_on"])


def _assign_returners(people: Only) -> None:
    """Proof that still counts is kept; whoever has none begins a new cycle.

    What is open was opened by belonging to an audience again, a moment ago: leaving had closed the rest.
    """
    Assignment.objects.open().filter(named_by(people), cause=Cause.AUDIENCE).update(cause=Cause.RETURN)
    for requirement in locked_requirements(Requirement.objects.in_force()):
        assign(requirement=requirement, people=uncovered(requirement, people), cause=Cause.RETURN)


def _follow_many(people: QuerySet[Employee]) -> None:
    moved = Assignment.objects.open().filter(employee__in=people.values("pk"))
    places = {place: F(f"employee__{place}") for place in ("department", "entity", "location")}
    update_from(Assignment, moved, places, key="pk")


def _open(person: Employee) -> QuerySet[Assignment]:
    return Assignment.objects.open().of(person).select_related("location", "employee")
