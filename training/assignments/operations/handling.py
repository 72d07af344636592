"""What HR does with assignments: exempt and extend, each with a reason."""

from datetime import date

from django.utils import timezone

from accounts.people.calendar import local_day, next_working_day
from accounts.people.models import Employee
from portal.audit.chain import storable
from portal.audit.trail import operation, record
from training.assignments.choices import AssignmentState, Basis
from training.assignments.models import Assignment, AssignmentExtension, Completion
from training.assignments.operations.completing import held, note, proofs_of
from training.assignments.operations.proving import write_proofs
from training.assignments.permissions import require_other_hr
from training.assignments.rules import AssignmentNotOpen, DeadlineNotLater, ReasonRequired


@operation(refused="training.refused")
def exempt(*, assignment: Assignment, reason: str, by: Employee) -> Completion:
    """Take a course from somebody, for as long as proof of it would count, with a reason that is kept.

    Raises `NotPermitted`, `NotYourself`, `ReasonRequired`, `AssignmentNotOpen`.
    """
    require_other_hr(by, assignment.employee)
    reason = reason_in(reason)
    person = held(assignment.employee)
    assignment = opened(assignment)
    today = local_day(timezone.now(), person.location)
    proofs = proofs_of(person, assignment.course, [assignment], basis=Basis.WAIVED, on=today, reason=reason)
    (waived,) = write_proofs(proofs, by=by)
    note(waived, by=by, on_behalf_of=person)
    return waived


@operation(refused="training.refused")
def extend_deadline(*, assignment: Assignment, to: date, reason: str, by: Employee) -> None:
    """Give more time. A day off moves on to the next working day of the person's location.

    Proof that has run out does not count longer by it. Raises `NotPermitted`, `NotYourself`,
    `ReasonRequired`, `AssignmentNotOpen`, `DeadlineNotLater`.
    """
    require_other_hr(by, assignment.employee)
    reason = reason_in(reason)
    assignment = opened(assignment)
    new_day = next_working_day(to, assignment.location)
    if new_day <= assignment.due_on:
        raise DeadlineNotLater
    AssignmentExtension.objects.create(
        assignment=assignment,
        from_day=assignment.due_on,
        to_day=new_day,
        reason=reason,
        extended_by=by,
        extended_at=timezone.now(),
    )
    assignment.base_due_on = assignment.due_on = new_day
    assignment.save(update_fields=["base_due_on", "due_on"])
    record(
        "training.extended",
        by=by,
        on_behalf_of=assignment.employee,
        obj=assignment,
        details={"to": new_day.isoformat()},
    )


def opened(assignment: Assignment) -> Assignment:
    """The assignment as it is now, locked. Raises `AssignmentNotOpen`."""
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("requirement", "course__current", "employee", "location").get(
        pk=assignment.pk
    )
    if found.state != AssignmentState.OPEN:
        raise AssignmentNotOpen
    return found


def reason_in(text: str) -> str:
    """Raises `ReasonRequired`."""
    reason = storable(text).strip()
    if not reason:
        raise ReasonRequired
    return reason
