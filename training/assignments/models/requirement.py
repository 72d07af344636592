import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Audience, Employee
from training.assignments.choices import DueKind, Enforcement, ValidityKind
from training.assignments.querysets import RequirementQuerySet
from training.courses.models import Course


class Requirement(models.Model):
    """Who has to have done a course, by when, for how long it counts, and what follows if not."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="requirements")
    audience = models.ForeignKey(
        Audience, models.PROTECT, verbose_name=_("audience"), related_name="requirements"
    )
    due_kind = models.CharField(
        pgettext_lazy("requirement", "due"), max_length=8, choices=DueKind, default=DueKind.JOINING
    )
    due_on = models.DateField(pgettext_lazy("requirement", "day"), null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(
        pgettext_lazy("requirement", "days"), default=30, validators=[MaxValueValidator(730)]
    )
    validity_kind = models.CharField(
        pgettext_lazy("requirement", "validity"),
        max_length=8,
        choices=ValidityKind,
        default=ValidityKind.MONTHS,
    )
    validity_months = models.PositiveSmallIntegerField(
        pgettext_lazy("requirement", "months"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    # The last valid day of every year: "every January" is 31 January.
    expires_month = models.PositiveSmallIntegerField(
        pgettext_lazy("requirement", "month"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    expires_day = models.PositiveSmallIntegerField(
        pgettext_lazy("requirement", "day of the month"),
        default=31,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    window_days = models.PositiveSmallIntegerField(
        pgettext_lazy("requirement", "can be renewed days before"),
        default=60,
        validators=[MaxValueValidator(365)],
    )
    grace_days = models.PositiveSmallIntegerField(
        pgettext_lazy("requirement", "days of grace"), default=0, validators=[MaxValueValidator(365)]
    )
    remind_days = models.PositiveSmallIntegerField(
        pgettext_lazy("requirement", "reminder days before it is due"),
        default=7,
        validators=[MaxValueValidator(90)],
    )
    enforcement = models.CharField(
        pgettext_lazy("requirement", "enforcement"),
        max_length=8,
        choices=Enforcement,
        default=Enforcement.REPORT,
    )
    made_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(editable=False)
    ended_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "requirement")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course", "audience"],
                condition=Q(ended_at__isnull=True),
                name="one_requirement_per_course_and_audience",
            ),
            models.CheckConstraint(
                condition=~Q(due_kind=DueKind.DATE) | Q(due_on__isnull=False), name="due_on_a_named_day"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="requirement_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} · {self.audience}"
