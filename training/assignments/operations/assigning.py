"""Who has to do a course, and when. Everything here works on sets: 100 000 people, a few statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    DateField,
    Exists,
    Expression,
    F,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from accounts.access.models import AccessGrant, AccessRequest
from accounts.people.calendar import local_day, next_working_day
from accounts.people.models import Audience, Employee, Location
from accounts.people.operations.audiences import among, named_by
from accounts.people.registry import Only
from portal.audit.trail import operation, record
from portal.setbased import NewUUID, insert_select
from training.assignments.choices import AssignmentState, Cause, DueKind
from training.assignments.deadlines import first_due
from training.assignments.models import Assignment, Completion, Requirement
from training.assignments.operations.carrying import carry_over
from training.assignments.operations.scheduling import adjust_due_dates
from training.assignments.querysets import AssignmentQuerySet, CompletionQuerySet


@operation(savepoint=False)
def follow_audience(*, audience: Audience, only: Only = None) -> None:
    """Make the open assignments of every requirement of `audience` equal its members (P1)."""
    _follow(Requirement.objects.in_force().filter(audience=audience), only)


@operation(savepoint=False)
def follow_requirements(*, requirements: QuerySet[Requirement], only: Only = None) -> None:
    """The same for some requirements: assign who is missing, close what no longer applies."""
    _follow(requirements, only)


def _follow(requirements: QuerySet[Requirement], only: Only) -> None:
    for requirement in locked_requirements(requirements):
        closed = _close_for_outsiders(requirement, only)
        assigned = assign(requirement=requirement, people=uncovered(requirement, only), cause=Cause.AUDIENCE)
        if assigned or closed:
            record("training.recomputed", obj=requirement, details={"assigned": assigned, "closed": closed})


@operation
def recertify(*, requirement: Requirement, today: date, only: Only = None) -> int:
    """Open the next cycle for everybody whose proof can be renewed, due on its last day; and for those whose
    proof has run out meanwhile, due as if newly assigned. Returns how many."""
    for locked in locked_requirements(Requirement.objects.in_force().filter(pk=requirement.pk)):
        lapsed = assign(
            requirement=locked,
            people=uncovered(locked, only).filter(Exists(_proof_of(locked))),
            cause=Cause.RECERTIFICATION,
        )
        renewing = _renew(locked, today, only)
        if lapsed or renewing:
            record("training.recertification", obj=locked, details={"assigned": lapsed + renewing})
        return lapsed + renewing
    return 0


def _renew(requirement: Requirement, today: date, only: Only) -> int:
    last_day = _last_day(requirement, today)
    people = held_to(requirement, only).filter(~Exists(_open_of(requirement))).annotate(last_day=last_day)
    window = today + timedelta(days=requirement.window_days)
    return _insert(
        requirement,
        people.filter(last_day__lte=window),
        Cause.RECERTIFICATION,
        due=F("last_day"),
        carry=False,
    )


@operation
def assign(*, requirement: Requirement, people: QuerySet[Employee], cause: Cause) -> int:
    """Hold `people`, none of whom has an open assignment, to a locked requirement; returns how many.

    Whoever has proof from elsewhere that counts here has done it at once.
    """
    return _insert(requirement, people, cause, due=None)


@operation
def assign_anew(
    *, requirement: Requirement, people: QuerySet[Employee], cause: Cause, due_on: date | None = None
) -> int:
    """The same for people whose proof was taken away: due `due_on`, or as many days from now as the rule
    gives. Nothing carries over."""
    due = _afresh(requirement) if due_on is None else Value(due_on)
    return _insert(requirement, people, cause, due=due, carry=False)


def _afresh(requirement: Requirement) -> Cast:
    days = {}
    for place in Location.objects.all():
        today = local_day(timezone.now(), place)
        days[place] = next_working_day(today + timedelta(days=requirement.due_days), place)
    return _by_place(days)


def _insert(
    requirement: Requirement,
    people: QuerySet[Employee],
    cause: Cause,
    *,
    due: Expression | F | None,
    carry: bool = True,
) -> int:
    round_ = Round(requirement, cause, timezone.now(), due)
    assigned = round_.all_of(people)
    if not assigned:
        return 0
    mine = requirement.assignments.open().filter(assigned_at=round_.now)
    if carry:
        carry_over(requirement, mine)
    adjust_due_dates(mine, requirement, by_rule=due is None)
    return assigned


def locked_requirements(requirements: QuerySet[Requirement]) -> QuerySet[Requirement]:
    """Requirements locked against other rounds of assigning, read again once locked.

    `no_key`, because rows that merely point at a requirement must not wait for it.
    """
    locked = list(requirements.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    return Requirement.objects.select_related("course__current").filter(pk__in=locked).order_by("pk")


def held_to(requirement: Requirement, only: Only = None) -> QuerySet[Employee]:
    """Who has to have done the course: the audience; before access, those of it who have or want some."""
    people = Employee.objects.filter(
        named_by(only, "pk"), audience_memberships__audience=requirement.audience_id
    )
    if requirement.due_kind != DueKind.GRANT:
        return people
    return people.filter(
        Exists(AccessGrant.objects.running().filter(person=OuterRef("pk")))
        | Exists(AccessRequest.objects.undecided().filter(person=OuterRef("pk")))
    )


def uncovered(requirement: Requirement, only: Only = None, today: date | None = None) -> QuerySet[Employee]:
    """Held to it, with neither an open assignment nor proof that counts today."""
    valid = _proof_of(requirement).lasting_on(today or timezone.localdate())
    return held_to(requirement, only).filter(~Exists(_open_of(requirement)), ~Exists(valid))


def close_assignments(assignments: QuerySet[Assignment], state: AssignmentState | Case) -> int:
    return assignments.update(state=state, closed_at=timezone.now(), paused_on=None)


def _close_for_outsiders(requirement: Requirement, only: Only) -> int:
    outside = requirement.assignments.open().filter(named_by(only))
    outside = outside.exclude(employee__in=held_to(requirement, only).values("pk"))
    leaver = When(employee__in=among(only).who_left().values("pk"), then=Value(AssignmentState.CLOSED_LEAVER))
    return close_assignments(outside, Case(leaver, default=Value(AssignmentState.WITHDRAWN)))


def _open_of(requirement: Requirement) -> AssignmentQuerySet:
    return Assignment.objects.open().filter(requirement=requirement, employee=OuterRef("pk"))


def _proof_of(requirement: Requirement) -> CompletionQuerySet:
    return Completion.objects.filter(requirement=requirement, employee=OuterRef("pk"))


def _last_day(requirement: Requirement, today: date) -> Subquery:
    """The last valid day of what counts longest; none for proof that does not expire."""
    longest = _proof_of(requirement).lasting_on(today).lasting_longest_first()
    return Subquery(longest.values("valid_until")[:1])


@dataclass(frozen=True)
class Round:
    """One round of assigning: what is the same for everybody. Without `due`, the due rule decides."""

    requirement: Requirement
    cause: Cause
    now: datetime
    due: Expression | F | None = None

    def all_of(self, people: QuerySet[Employee]) -> int:
        """Assign to `people`, each on the day it is where they work. Returns how many."""
        today = {place: local_day(self.now, place) for place in Location.objects.all()}
        due = self.due or _by_place({place: self._due(day, place) for place, day in today.items()})
        values = {
            **self._same_for_all(),
            "ref": NewUUID(),
            "employee": F("pk"),
            "cycle": _next_cycle(self.requirement),
            "department": F("department_id"),
            "entity": F("entity_id"),
            "location": F("location_id"),
            "assigned_on": _by_place(today),
            "base_due_on": due,
            "due_on": due,
        }
        return insert_select(Assignment, people, values)

    def _same_for_all(self) -> dict[str, Value]:
        return {
            "requirement": Value(self.requirement.pk),
            "course": Value(self.requirement.course_id),
            "cause": Value(self.cause.value),
            "assigned_at": Value(self.now),
            "state": Value(AssignmentState.OPEN.value),
            "reminders_sent": Value(0),
            "exempt_reason": Value(""),
        }

    def _due(self, assigned_on: date, place: Location) -> date:
        return first_due(self.requirement, assigned_on=assigned_on, hired_on=None, place=place)


def _by_place(days: Mapping[Location, date]) -> Cast:
    return Cast(Case(*(When(location=place, then=Value(day)) for place, day in days.items())), DateField())


def _next_cycle(requirement: Requirement) -> Expression:
    latest = (
        Assignment.objects.filter(requirement=requirement, employee=OuterRef("pk"))
        .order_by()
        .values("employee")
        .annotate(latest=Max("cycle"))
        .values("latest")
    )
    return Coalesce(Subquery(latest), Value(0)) + Value(1)
