"""Due dates of open assignments: what is special about joiners, absences and access that begins."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.access.models import AccessGrant, AccessRequest
from accounts.people.calendar import local_day
from accounts.people.choices import Status
from accounts.people.models import Absence
from training.assignments.choices import DueKind
from training.assignments.deadlines import first_due, moved_by
from training.assignments.models import Assignment, Requirement

BATCH = 1000


def adjust_due_dates(assignments: QuerySet[Assignment], requirement: Requirement, *, by_rule: bool) -> None:
    """Give joiners, people who are away and those with access the due date that is theirs.

    With `by_rule`, the base is worked out anew from the due rule; otherwise only absences move it.
    """
    away = Absence.objects.filter(employee=OuterRef("employee"), last_day__gte=OuterRef("assigned_on"))
    special = Q(Exists(away)) | Q(employee__status=Status.ON_LEAVE)
    if by_rule:
        special |= _special_by_rule(requirement)
    recompute_due_dates(assignments.filter(special), requirement, by_rule=by_rule)


def _special_by_rule(requirement: Requirement) -> Q:
    if requirement.due_kind == DueKind.GRANT:
        return Q(pk__isnull=False)
    joined_after = timezone.now().date() - timedelta(days=requirement.due_days + 2)
    return Q(employee__hired_on__gt=joined_after) if requirement.due_kind == DueKind.JOINING else Q(pk__in=())


def recompute_due_dates(
    assignments: QuerySet[Assignment], requirement: Requirement, *, by_rule: bool
) -> None:
    """Work the due dates out anew, in batches."""
    pks = list(assignments.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        rows = Assignment.objects.filter(pk__in=pks[start : start + BATCH])
        rows = rows.select_related("employee", "location").prefetch_related("employee__absences")
        batch = list(rows)
        access = access_begins(batch) if by_rule and requirement.due_kind == DueKind.GRANT else {}
        changed = [one for one in batch if _set_due(one, requirement, access, by_rule=by_rule)]
        Assignment.objects.bulk_update(changed, ["base_due_on", "due_on", "paused_on"], batch_size=500)


def access_begins(assignments: Iterable[Assignment]) -> dict[int, date]:
    """The first day of the earliest access that each of these people has or has asked for."""
    places = {one.employee_id: one.location for one in assignments}
    running = AccessGrant.objects.running().filter(person__in=places).values_list("person")
    asked = AccessRequest.objects.undecided().filter(person__in=places).values_list("person")
    found = {person: local_day(at, places[person]) for person, at in running.annotate(first=Min("starts_at"))}
    for person, day in asked.annotate(first=Min("starts_on")):
        found[person] = min(day, found.get(person, day))
    return found


def repause(assignment: Assignment) -> None:
    """Recompute the due date from its base and the person's absences."""
    absences = [(away.first_day, away.last_day) for away in assignment.employee.absences.all()]
    assignment.due_on = moved_by(
        assignment.base_due_on,
        assigned_on=assignment.assigned_on,
        absences=absences,
        place=assignment.location,
    )


def _set_due(
    assignment: Assignment, requirement: Requirement, access: dict[int, date], *, by_rule: bool
) -> bool:
    before = (assignment.base_due_on, assignment.due_on, assignment.paused_on)
    if by_rule:
        assignment.base_due_on = first_due(
            requirement,
            assigned_on=assignment.assigned_on,
            hired_on=assignment.employee.hired_on,
            place=assignment.location,
            access_from=access.get(assignment.employee_id),
        )
    repause(assignment)
    if assignment.employee.status == Status.ON_LEAVE and assignment.paused_on is None:
        assignment.paused_on = assignment.assigned_on
    return before != (assignment.base_due_on, assignment.due_on, assignment.paused_on)
