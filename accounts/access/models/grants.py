import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access.choices import (
    PLATFORM_SIDE,
    RUNNING,
    EndReason,
    GrantState,
    Suspension,
    TaskKind,
    TaskState,
)
from accounts.access.models.requests import AccessRequest
from accounts.access.querysets import GrantQuerySet, TaskQuerySet
from accounts.people.calendar import local_day
from accounts.people.models import Employee
from accounts.register.models import AccessRoute, CorporateAccount


class AccessGrant(models.Model):
    """Leave to work on an account by one route, for a time. Whether it can be used is decided when it is
    used (A1); its state only says what is known so far."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What approved it; one approval makes one grant, whatever happens at once (A7).
    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="grant")
    account = models.ForeignKey(CorporateAccount, models.PROTECT, related_name="grants")
    route = models.ForeignKey(AccessRoute, models.PROTECT, related_name="grants")
    person = models.ForeignKey(Employee, models.PROTECT, related_name="grants")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=GrantState, default=GrantState.PENDING)
    suspension = models.CharField(max_length=8, choices=Suspension, blank=True)
    suspended_at = models.DateTimeField(null=True)
    # Who saw that the invitation on the platform was accepted (A9).
    attested_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    attested_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    ended_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("access grant")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "route"],
                condition=models.Q(state__in=RUNNING),
                name="one_running_grant_per_route",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="grant_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(state=GrantState.ENDED, ended_at__isnull=False) & ~models.Q(end_reason="")
                | (~models.Q(state=GrantState.ENDED) & models.Q(ended_at__isnull=True, end_reason="")),
                name="ended_grants_say_why",
            ),
            models.CheckConstraint(
                condition=models.Q(state=GrantState.SUSPENDED, suspended_at__isnull=False)
                & ~models.Q(suspension="")
                | (
                    ~models.Q(state=GrantState.SUSPENDED) & models.Q(suspended_at__isnull=True, suspension="")
                ),
                name="suspended_grants_say_why",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True) | models.Q(ended_at__isnull=False),
                name="whoever_ended_it_did_so_some_time",
            ),
            models.CheckConstraint(
                condition=models.Q(attested_by__isnull=True, attested_at__isnull=True)
                | models.Q(attested_by__isnull=False, attested_at__isnull=False),
                name="attested_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "state"], name="grants_of_a_person"),
            models.Index(fields=["state", "ends_at"], name="grants_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.account}"

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_platform_side(self) -> bool:
        return self.route.kind in PLATFORM_SIDE

    @property
    def last_day(self) -> date:
        """The last day on which it can be used, where its holder works."""
        return local_day(self.ends_at - timedelta(seconds=1), self.person.location)


class PlatformTask(models.Model):
    """Something an account admin does on the platform and attests here."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=TaskKind)
    grant = models.ForeignKey(AccessGrant, models.PROTECT, related_name="tasks")
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.OPEN)
    due_on = models.DateField(_("due date"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    opened_at = models.DateTimeField()
    done_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task on a platform")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["grant", "kind"],
                condition=models.Q(state=TaskState.OPEN),
                name="one_open_task_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(state=TaskState.DONE, done_by__isnull=False, done_at__isnull=False)
                | (~models.Q(state=TaskState.DONE) & models.Q(done_by__isnull=True)),
                name="done_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="platform_tasks_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.grant}"
