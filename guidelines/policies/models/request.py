import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Audience, Department, Employee, Entity, Location
from guidelines.policies.choices import Cause, RequestState
from guidelines.policies.models.policy import Policy, PolicyVersion
from guidelines.policies.querysets import RequestQuerySet


class AcknowledgementRequest(models.Model):
    """One person asked to confirm one major version, once per cycle.

    `due_on` is the last local day on which the confirmation is in time; a consent has none (K5).
    `department`, `entity` and `location` are kept current while the request is open and stay as they
    were once it is closed, so that lists filter without joins.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # No index of its own where a wider one below begins with the same column, or where one row in a few
    # matches: a release writes each of them.
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="requests", db_index=False)
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="requests")
    major = models.PositiveIntegerField()
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="acknowledgement_requests", db_index=False
    )
    cycle = models.PositiveSmallIntegerField(default=1)
    cause = models.CharField(max_length=16, choices=Cause)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", db_index=False)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    # The due date before absences moved it.
    base_due_on = models.DateField(null=True)
    due_on = models.DateField(_("due date"), null=True)
    paused_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=RequestState, default=RequestState.OPEN)
    closed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    last_reminded_on = models.DateField(null=True)
    exempt_reason = models.TextField(_("reason"), blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["policy", "major", "employee", "cycle"], name="asked_once_per_cycle"
            ),
            models.UniqueConstraint(
                fields=["policy", "employee"],
                condition=Q(state=RequestState.OPEN),
                name="one_open_request_per_policy",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, closed_at__isnull=True)
                | (~Q(state=RequestState.OPEN) & Q(closed_at__isnull=False)),
                name="request_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.EXEMPT) | ~Q(exempt_reason=""),
                name="exempt_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["employee", "state", "due_on"], name="requests_of_person"),
            models.Index(fields=["policy", "state", "due_on", "id"], name="requests_of_policy"),
            models.Index(fields=["state", "due_on", "id"], name="requests_by_due"),
            models.Index(fields=["department", "policy", "state"], name="requests_by_department"),
            models.Index(F("asked_at").asc(), "id", name="requests_by_asked"),
            models.Index(fields=["due_on", "id"], name="requests_of_any_state"),
            # HR's overview counts from these three alone.
            models.Index(fields=["policy", "major", "state"], name="requests_counted"),
            models.Index(fields=["policy", "major"], condition=Q(cycle__gt=1), name="requests_asked_again"),
            models.Index(
                fields=["policy", "major", "due_on"],
                condition=Q(state=RequestState.OPEN, paused_on=None),
                name="requests_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.major} → {self.employee_id}"


class DeadlineExtension(models.Model):
    """HR gave somebody more time, and said why."""

    request = models.ForeignKey(AcknowledgementRequest, models.PROTECT, related_name="extensions")
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.TextField(_("reason"))
    extended_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    extended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.from_day} → {self.to_day}"
