import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Department, Employee, Entity, Location
from portal.audit.append_only import AppendOnlyModel
from training.assignments.choices import AssignmentState, Cause
from training.assignments.models.requirement import Requirement
from training.assignments.querysets import AssignmentQuerySet
from training.courses.models import Course


class Assignment(models.Model):
    """One person held to one requirement, once per cycle.

    `due_on` is the last local day on which it is in time. Department, entity and location are kept current
    while it is open and stay as they were once it is closed, so that lists filter without joins.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="assignments", db_index=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="assignments", db_index=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="assignments", db_index=False)
    cycle = models.PositiveSmallIntegerField(default=1)
    cause = models.CharField(max_length=16, choices=Cause)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    assigned_at = models.DateTimeField()
    assigned_on = models.DateField()
    # The due date before absences moved it.
    base_due_on = models.DateField()
    due_on = models.DateField(_("due date"))
    paused_on = models.DateField(null=True)
    state = models.CharField(max_length=16, choices=AssignmentState, default=AssignmentState.OPEN)
    closed_at = models.DateTimeField(null=True)
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    last_reminded_on = models.DateField(null=True)
    exempt_reason = models.TextField(_("reason"), blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "assignment")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["requirement", "employee", "cycle"], name="assigned_once_per_cycle"
            ),
            models.UniqueConstraint(
                fields=["requirement", "employee"],
                condition=Q(state=AssignmentState.OPEN),
                name="one_open_assignment_per_requirement",
            ),
            models.CheckConstraint(
                condition=Q(state=AssignmentState.OPEN, closed_at__isnull=True)
                | (~Q(state=AssignmentState.OPEN) & Q(closed_at__isnull=False)),
                name="assignment_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.EXEMPT) | ~Q(exempt_reason=""),
                name="exempt_from_training_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["employee", "state", "due_on"], name="assignments_of_person"),
            models.Index(fields=["requirement", "state", "due_on", "id"], name="assignments_of_requirement"),
            models.Index(fields=["state", "due_on", "id"], name="assignments_by_due"),
            models.Index(fields=["department", "requirement", "state"], name="assignments_by_department"),
            models.Index(fields=["due_on", "id"], name="assignments_of_any_state"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.employee_id} {self.cycle}"


class AssignmentExtension(AppendOnlyModel):
    """More time for somebody, with a reason."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions")
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.TextField(_("reason"))
    extended_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    extended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.assignment_id} → {self.to_day}"
