import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from guidelines.editions.models import Edition
from guidelines.incidents.choices import OPEN, RUNNING, Mode, Status
from guidelines.incidents.links import link_in
from guidelines.incidents.querysets import IncidentQuerySet
from guidelines.playbooks.choices import Trouble
from portal.audit.append_only import AppendOnlyModel
from portal.audit.chain import GENESIS


class Incident(models.Model):
    """What burns, from the first report to the review. Its rows are changed under a lock on it
    (`timeline.held`), and every change is an entry of its timeline."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.LIVE, editable=False)
    status = models.CharField(max_length=16, choices=Status, default=Status.REPORTED, editable=False)
    trouble = models.CharField(pgettext_lazy("incident", "kind"), max_length=16, choices=Trouble)
    title = models.CharField(pgettext_lazy("incident", "title"), max_length=200)
    # I2: pinned when the incident starts, whatever is released later. None also for a running incident that
    # had to start before any playbook was released: see `reading.plan_for`.
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    is_confidential = models.BooleanField(_("confidential"), default=False)
    # The newest LevelChange, for lists.
    social = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])
    media = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(6)])
    opened_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    stabilised_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    # One step only: what was merged into this one before points to where this one went.
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    # The ended incident whose link was reported again.
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    # The end of its timeline: what a page has seen of it is a number up to this one.
    head_seq = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default=GENESIS)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("incident", "incident")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=OPEN, ended_at__isnull=True, ended_by__isnull=True)
                | Q(~Q(status__in=OPEN), ended_at__isnull=False),
                name="incident_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=RUNNING) | Q(started_at__isnull=False),
                name="running_incident_has_started",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DUPLICATE, duplicate_of__isnull=False)
                | (~Q(status=Status.DUPLICATE) & Q(duplicate_of__isnull=True)),
                name="duplicate_incident_of_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "opened_at"], name="incidents_by_status")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number people call it by, on the phone too."""
        return f"{self.opened_at:%Y}-{self.pk:04d}"

    @property
    def level(self) -> int:
        """The higher of both axes."""
        return max(self.social, self.media)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING


class ReportedLink(models.Model):
    """A link as `links.link_key` means it: the row that reports of one link wait for, so that together they
    open one incident."""

    key = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.key


class Report(models.Model):
    """What somebody saw. Several can lead to one incident; each reporter sees what became of it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reports")
    trouble = models.CharField(pgettext_lazy("report", "what happened"), max_length=16, choices=Trouble)
    is_sure = models.BooleanField(default=True)
    account = models.ForeignKey(CorporateAccount, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.CharField(pgettext_lazy("report", "link"), max_length=1000, blank=True)
    place = models.ForeignKey(ReportedLink, models.PROTECT, null=True, related_name="reports")
    text = models.TextField(pgettext_lazy("report", "in your words"), max_length=4000, blank=True)
    reported_by = models.ForeignKey(Employee, models.PROTECT, related_name="incident_reports")
    reported_at = models.DateTimeField()
    # What the people in the room let the reporter know, beside the status.
    answer = models.TextField(blank=True, max_length=2000)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("incident", "report")
        indexes: ClassVar = [models.Index(fields=["reported_by", "reported_at"], name="reports_by_person")]

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def address(self) -> str:
        """The link as something that can be opened: http and https only; "" for anything else."""
        return link_in(self.link)


class LevelChange(AppendOnlyModel):
    """A level on both axes, declared by somebody for a reason."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="levels")
    social = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])
    media = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])
    reason = models.TextField(max_length=2000)
    declared_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.social}/{self.media}"


class RoleTaken(models.Model):
    """Somebody has a role of the pinned playbook, from a moment until it is handed over or given back."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="roles")
    role = models.SlugField(max_length=64)
    person = models.ForeignKey(Employee, models.PROTECT, related_name="incident_roles")
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # What the next person has to know, written by whoever hands over.
    note = models.TextField(blank=True, max_length=4000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "role"], condition=Q(ended_at=None), name="one_person_per_incident_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.role}"


class Member(models.Model):
    """Somebody who was let into the room beside those who have a role: the way into a confidential one."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="members")
    person = models.ForeignKey(Employee, models.PROTECT, related_name="incident_memberships")
    added_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "person"], name="incident_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.person_id}"
