import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from portal.audit.append_only import AppendOnlyModel
from training.assignments.choices import Basis, EvidenceState, RevocationCause
from training.assignments.models.assignment import Assignment
from training.assignments.models.requirement import Requirement
from training.assignments.querysets import CompletionQuerySet
from training.courses.models import Attempt, Course, CourseVersion


class Completion(AppendOnlyModel):
    """Somebody has done a course: ids and a keyed commitment, for ever (T1, T2).

    `valid_from` and `valid_until` are the first and the last local day on which it counts; no last day means
    that it does not expire. Without a requirement it was done of one's own accord.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, null=True, related_name="completions", db_index=False
    )
    assignment = models.OneToOneField(Assignment, models.PROTECT, null=True, related_name="completion")
    course = models.ForeignKey(Course, models.PROTECT, related_name="completions", db_index=False)
    # None for what was imported from a system that knew no versions.
    version = models.ForeignKey(CourseVersion, models.PROTECT, null=True, related_name="completions")
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, related_name="completions")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="completions", db_index=False)
    actor = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=12, choices=Basis)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    at = models.DateTimeField()
    commitment = models.CharField(max_length=64)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "requirement"], name="one_completion_per_attempt_and_requirement"
            ),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(requirement__isnull=True),
                name="one_voluntary_completion_per_attempt",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="valid_at_least_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.PASSED) | Q(attempt__isnull=False), name="passed_means_an_attempt"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["employee", "requirement", "valid_from"], name="completions_of_person"),
            models.Index(fields=["requirement", "valid_until", "employee"], name="completions_running_out"),
            models.Index(fields=["course", "employee", "valid_from"], name="completions_of_course"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.employee_id} {self.valid_from}"

    def counts_on(self, day: date) -> bool:
        """Whether its own days include `day`; revocations are asked for by `CompletionQuerySet.valid_on`."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class CompletionRecord(models.Model):
    """What a person can read of a completion; erasable by the retention job."""

    completion = models.OneToOneField(Completion, models.PROTECT, related_name="record")
    subject = models.JSONField()
    actor = models.JSONField()
    reason = models.TextField(blank=True)
    # What is committed to, byte for byte.
    canonical = models.TextField()

    def __str__(self) -> str:
        return str(self.completion_id)


class CompletionRevocation(AppendOnlyModel):
    """From `ends_on` the completion counts no more; what was true before stays true (T2)."""

    completion = models.ForeignKey(Completion, models.PROTECT, related_name="revocations")
    ends_on = models.DateField()
    cause = models.CharField(max_length=16, choices=RevocationCause)
    version = models.ForeignKey(CourseVersion, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    revoked_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["completion", "ends_on"], name="revocations_by_day")]

    def __str__(self) -> str:
        return f"{self.completion_id} {self.ends_on}"


class Certificate(AppendOnlyModel):
    """The issued PDF of a completion: made once, never again (E4)."""

    completion = models.OneToOneField(Completion, models.PROTECT, related_name="certificate")
    serial = models.CharField(max_length=32, unique=True)
    verify_code = models.CharField(max_length=32, unique=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    stored_as = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    event_seq = models.PositiveBigIntegerField()
    chain_seq = models.PositiveBigIntegerField()
    chain_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.serial

    @property
    def ref(self) -> uuid.UUID:
        """The completion's: there is one certificate of each, and the trail names both by it."""
        return self.completion.ref

    @property
    def file_name(self) -> str:
        """The name under which people get the file."""
        return f"{self.serial}.pdf"


class EquivalentEvidence(models.Model):
    """Proof from elsewhere: counts once a second person has looked at it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="evidence")
    done_on = models.DateField(_("done on"))
    note = models.TextField(_("note"))
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=EvidenceState, default=EvidenceState.WAITING)
    recorded_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state=EvidenceState.WAITING),
                name="one_waiting_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state=EvidenceState.WAITING, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state=EvidenceState.WAITING) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="evidence_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.ref)


class Attendance(AppendOnlyModel):
    """A course held in person: whoever was there is recorded from a list."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="attendances")
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    trainer = models.CharField(max_length=200)
    list_sha256 = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    recorded_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.course_id} {self.held_on}"
