import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from portal.audit.append_only import AppendOnlyModel
from training.courses.models import Course, CourseProposal, CourseVersion
from training.packages.choices import FINISHED, Told, VisitState

SUSPEND_DATA_MAX = 4096
PLACE_MAX = 255


class Package(AppendOnlyModel):
    """An uploaded SCORM 1.2 package, unpacked once and never changed. `sha256` is of the file as it came."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    identifier = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    start = models.CharField(max_length=240)
    parameters = models.CharField(max_length=2000, blank=True)
    mastery_score = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(100)])
    launch_data = models.TextField(blank=True)
    size = models.PositiveIntegerField()
    unpacked = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("training", "course package")

    def __str__(self) -> str:
        return self.title


class PackageFile(AppendOnlyModel):
    """One file of a package. Its bytes lie in the storage under their SHA-256, never under this path."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="files", db_index=False)
    path = models.CharField(max_length=240)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "path"], name="one_package_file_per_path")
        ]

    def __str__(self) -> str:
        return self.path


class ProposedPackage(models.Model):
    """The package that a proposal to release a course is about."""

    proposal = models.OneToOneField(CourseProposal, models.CASCADE, related_name="package")
    package = models.ForeignKey(Package, models.PROTECT, related_name="proposals")

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.package_id}"


class PackageVersion(AppendOnlyModel):
    """Which package a released course version plays."""

    version = models.OneToOneField(CourseVersion, models.PROTECT, related_name="package")
    package = models.ForeignKey(Package, models.PROTECT, related_name="versions")

    def __str__(self) -> str:
        return f"{self.version_id} {self.package_id}"


class PackageVisit(models.Model):
    """Somebody at work in a package: where they are, and what the package has told about them.

    What it told is no proof (T4). `reported_at` is the first moment at which it said that the course is done;
    `confirmed_at` is when the person said so, signed in, on the portal's own page.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="package_visits", db_index=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="package_visits")
    state = models.CharField(max_length=12, choices=VisitState, default=VisitState.OPEN)
    told = models.CharField(max_length=16, choices=Told, default=Told.NOT_ATTEMPTED)
    score = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(100)])
    place = models.CharField(max_length=PLACE_MAX, blank=True)
    suspend_data = models.TextField(blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    reported_as = models.CharField(max_length=16, choices=[(each.value, each.label) for each in FINISHED])
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employee", "course"],
                condition=Q(state=VisitState.OPEN),
                name="one_open_package_visit_per_course",
            ),
            models.CheckConstraint(
                condition=Q(state=VisitState.CONFIRMED, confirmed_at__isnull=False)
                | (~Q(state=VisitState.CONFIRMED) & Q(confirmed_at__isnull=True)),
                name="package_visit_confirmed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(reported_at__isnull=False),
                name="only_what_was_reported_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True, reported_as="")
                | (Q(reported_at__isnull=False) & ~Q(reported_as="")),
                name="package_reported_something",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["course", "employee", "state"], name="package_visits_of_course"),
            models.Index(fields=["employee", "started_at"], name="package_visits_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def is_open(self) -> bool:
        return self.state == VisitState.OPEN

    @property
    def can_be_confirmed(self) -> bool:
        return self.is_open and self.reported_at is not None
