import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.models import Acknowledgement
from portal.audit.append_only import AppendOnlyModel
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from reports.exports.choices import BUNDLES, Kind
from reports.exports.selection import Selection
from training.assignments.models import Completion


class Export(models.Model):
    """One bundle, or one long list, that somebody asked for. How far it is says its job, and nothing else.

    `chosen_at` closes what a bundle holds, so that a restart neither misses nor doubles anything (E1).
    `filter` is a `Selection`, or for a list its name and what its room needs to open it again. The file is
    deleted when it expires; this row, the hashes and the log of downloads stay.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requested_by = models.ForeignKey(Employee, models.PROTECT, related_name="exports")
    requested_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.BUNDLE)
    filter = models.JSONField()
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    chosen_at = models.DateTimeField(null=True)
    acknowledgements = models.PositiveIntegerField(default=0)
    open_requests = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    stored_as = models.CharField(max_length=200, blank=True)
    hashes_stored_as = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    chain_seq = models.BigIntegerField(default=0)
    chain_hash = models.CharField(max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file_removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True, expires_at__isnull=True, sha256="")
                | (Q(ready_at__isnull=False, expires_at__isnull=False) & ~Q(sha256="")),
                name="export_ready_is_complete",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="export_kind_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-requested_at", "id"], name="exports_newest"),
            models.Index(fields=["expires_at"], condition=Q(file_removed_at=None), name="exports_to_expire"),
        ]

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def selection(self) -> Selection:
        return Selection.from_json(self.filter).within_reach_of(self.requested_by)

    @property
    def state(self) -> str:
        """The job's state; a job that was tidied away is long over."""
        if self.job is None or (self.job.state == JobState.READY and not self.is_available(timezone.now())):
            return JobState.EXPIRED
        return str(self.job.state)

    @property
    def is_list(self) -> bool:
        return self.kind not in BUNDLES

    @property
    def is_of_courses(self) -> bool:
        return self.kind == Kind.COURSES

    def is_available(self, now: datetime) -> bool:
        """Whether the file can be fetched."""
        return self.expires_at is not None and now < self.expires_at and self.file_removed_at is None


class ExportItem(models.Model):
    """One acknowledgement of a bundle; the list is closed before work begins."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="items")
    acknowledgement = models.ForeignKey(Acknowledgement, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "acknowledgement"], name="exported_once_per_bundle")
        ]

    def __str__(self) -> str:
        return f"{self.export_id}: {self.acknowledgement_id}"


class ExportedCompletion(models.Model):
    """One course certificate of a bundle; the list is closed before work begins."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="courses")
    completion = models.ForeignKey(Completion, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "completion"], name="course_exported_once_per_bundle")
        ]

    def __str__(self) -> str:
        return f"{self.export_id}: {self.completion_id}"


class ExportDownload(AppendOnlyModel):
    """Who fetched a bundle, and when."""

    export = models.ForeignKey(Export, models.PROTECT, related_name="downloads")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.export_id} {self.at:%Y-%m-%d}"
