import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from guidelines.incidents.choices import FreezeState, TaskState
from guidelines.incidents.models.files import KeptFile, no_file_once_deleted
from guidelines.incidents.models.incident import Incident, Report
from guidelines.incidents.querysets import EvidenceFileQuerySet
from guidelines.playbooks.choices import Phase
from portal.audit.append_only import AppendOnlyModel


class EvidenceFile(KeptFile):
    """Evidence of an incident, or of a report that led to one."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="evidence")
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="evidence")
    delete_on = models.DateField(_("deleted on"))
    # Otherwise the day follows the end of the incident.
    is_dated_by_hand = models.BooleanField(default=False)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("incident", "evidence file")
        constraints: ClassVar = [no_file_once_deleted("deleted_evidence_has_no_file")]


class IncidentTask(models.Model):
    """Something to do by a moment. One from the playbook has its `key` there and its words in every
    language; one written in the room has a `title` of its own."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="tasks")
    key = models.SlugField(max_length=64, blank=True)
    title = models.CharField(pgettext_lazy("task", "task"), max_length=300, blank=True)
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.ACT)
    role = models.SlugField(max_length=64, blank=True)
    assignee = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="incident_tasks"
    )
    is_mandatory = models.BooleanField(default=False)
    needs_evidence = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, max_length=4000)
    evidence = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "key"], condition=~Q(key=""), name="playbook_task_once_per_incident"
            ),
            models.CheckConstraint(condition=~Q(key="", title=""), name="incident_task_says_what"),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="incident_task_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.ref)


class Decision(AppendOnlyModel):
    """What was decided, between which options, and why. A later one can replace it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="decisions")
    question = models.CharField(max_length=300)
    options = models.JSONField(default=list)
    chosen = models.CharField(max_length=300)
    reason = models.TextField(max_length=4000)
    decided_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.ref)


class MetricSample(AppendOnlyModel):
    """How loud it was at a moment: mentions an hour, how many of a hundred were against us, and reach."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="samples")
    at = models.DateTimeField()
    source = models.CharField(max_length=120)
    mentions = models.PositiveIntegerField()
    negative_percent = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(100)])
    reach = models.PositiveBigIntegerField(null=True)
    noted_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.at:%H:%M} {self.mentions}"


class FrozenAccount(models.Model):
    """Planned posts of one corporate account, as a line of the checklist."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="frozen")
    account = models.ForeignKey(CorporateAccount, models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=FreezeState, default=FreezeState.TO_CHECK)
    changed_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, max_length=1000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "account"], name="account_once_per_freeze"),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=True, changed_by__isnull=True)
                | Q(changed_at__isnull=False, changed_by__isnull=False),
                name="frozen_account_changed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.account_id}"
