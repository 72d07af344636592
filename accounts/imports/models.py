import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.imports.choices import WITHOUT_JOB, Act, State, Verdict
from accounts.imports.querysets import ImportQuerySet, RowQuerySet
from accounts.people.models import Department, Employee, Entity, Location
from portal.audit.append_only import AppendOnlyModel
from portal.jobs.models import Job


class FileImport(models.Model):
    """One file on its way in: read, checked, looked at, applied. What its rows say is staged beside it."""

    # The namespace whose routes `import-show`, `import-columns`… are its pages.
    routes: ClassVar[str] = ""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requested_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=200, blank=True)
    # How the file is written: kind, encoding, separator, headings.
    shape = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    # Why it could not be read or carried out: a slug of `wording` and what is filled in.
    reason = models.CharField(max_length=40, blank=True)
    reason_facts = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return self._address("show")

    @property
    def standing(self) -> State:
        """How far it is; a job that was cancelled has taken it nowhere."""
        state = State(self.state)
        is_alive = self.job is not None and self.job.is_alive
        return state if is_alive else WITHOUT_JOB.get(state, state)

    @property
    def columns_url(self) -> str:
        return self._address("columns")

    @property
    def apply_url(self) -> str:
        return self._address("apply")

    @property
    def discard_url(self) -> str:
        return self._address("discard")

    def _address(self, step: str) -> str:
        return reverse(f"{self.routes}:import-{step}", args=[self.ref])


APPLIED_BY_SOMEBODY = Q(applied_at__isnull=True, applied_by__isnull=True) | Q(
    applied_at__isnull=False, applied_by__isnull=False
)


class PeopleImport(FileImport):
    """One file of people. Its rows are staged until nothing can be undone any more."""

    routes = "imports"

    entity = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    complete_for = models.ManyToManyField(Entity, related_name="+")
    create_places = models.BooleanField(default=False)
    like = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+")
    missing_places = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=APPLIED_BY_SOMEBODY, name="import_applied_by_somebody"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False, applied_at__isnull=False),
                name="import_undone_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-requested_at", "id"], name="imports_newest")]


def _loose(to: type[models.Model] | str) -> models.ForeignKey:
    """A link of the staging table: not checked row by row, because applying checks them all at once."""
    return models.ForeignKey(
        to, models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )


class ImportedRow(models.Model):
    """What one row of a file says, next to what was known when it was checked.

    The names of the facts are those of `Employee`, so that whole sets of rows can be written there. Somebody
    who is missing from a complete file has a row of their own, with `in_file` false.
    """

    people_import = models.ForeignKey(PeopleImport, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    in_file = models.BooleanField(default=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reasons = models.JSONField(default=list)
    employee = models.ForeignKey(
        Employee, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    # The facts on record when the row was checked, and the names of those that it changes.
    was = models.JSONField(null=True)
    changes = models.JSONField(default=list)
    moved = models.BooleanField(default=False)

    ref = models.UUIDField(default=uuid.uuid4)
    login_id = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=300, blank=True)
    name_folded = models.CharField(max_length=900, blank=True)
    email = models.EmailField(max_length=254, null=True)
    personnel_number = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8)
    entity = _loose(Entity)
    department = _loose(Department)
    location = _loose(Location)
    employment = models.CharField(max_length=16)
    hired_on = models.DateField(null=True)
    leaves_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    manager = _loose(Employee)
    deputy = _loose(Employee)
    sponsor = _loose(Employee)
    # Numbers of rows of people who are new themselves.
    manager_row = models.PositiveIntegerField(null=True)
    deputy_row = models.PositiveIntegerField(null=True)
    sponsor_row = models.PositiveIntegerField(null=True)
    # Places that are made when the import is applied.
    new_department = models.CharField(max_length=800, blank=True)
    new_location = models.CharField(max_length=200, blank=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["people_import", "number"], name="one_row_per_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["people_import", "verdict", "number"], name="rows_by_verdict"),
            models.Index(fields=["ref"], name="rows_by_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.verdict}"


class ImportedPerson(AppendOnlyModel):
    """That an import did something to a person, and what: the trail has one row for all of them."""

    people_import = models.ForeignKey(PeopleImport, models.PROTECT, related_name="people")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="imports")
    act = models.CharField(max_length=12, choices=Act)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.people_import_id} {self.employee_id} {self.act}"


class RememberedColumn(models.Model):
    """Under which heading the company's files keep what, as last chosen."""

    heading = models.CharField(max_length=200, unique=True)
    field = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.heading} → {self.field}"
