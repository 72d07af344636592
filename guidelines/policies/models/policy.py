import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Audience, Employee
from guidelines.policies.choices import ChangeClass, StatementKind, Visibility, WorksCouncil
from guidelines.policies.querysets import PolicyQuerySet, VersionQuerySet
from portal.audit.append_only import AppendOnlyModel


class Policy(models.Model):
    """What people are held to: one per guideline with all its translations. Pages come and go; this stays."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=64, unique=True)
    translation_key = models.UUIDField(unique=True, editable=False)
    audience = models.ForeignKey(
        Audience, models.PROTECT, verbose_name=_("audience"), related_name="policies"
    )
    visibility = models.CharField(
        _("who may read it"), max_length=16, choices=Visibility, default=Visibility.EVERYONE
    )
    current = models.ForeignKey("PolicyVersion", models.PROTECT, null=True, editable=False, related_name="+")
    differs_since = models.DateTimeField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("guideline")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True, retired_by__isnull=True)
                | models.Q(retired_at__isnull=False, retired_by__isnull=False),
                name="retired_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.slug


class PolicyVersion(AppendOnlyModel):
    """One released version. Made by `release_version` and by nothing else."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    change_class = models.CharField(max_length=16, choices=ChangeClass)
    change_summary = models.JSONField(default=dict)
    statement_kind = models.CharField(max_length=16, choices=StatementKind)
    authoritative_language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    due_days = models.PositiveSmallIntegerField()
    joiner_due_days = models.PositiveSmallIntegerField()
    reconfirm_months = models.PositiveSmallIntegerField(null=True)
    effective_on = models.DateField()
    released_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    works_council = models.CharField(max_length=16, choices=WorksCouncil)
    works_council_on = models.DateField(null=True)
    works_council_document = models.CharField(max_length=300, blank=True)
    # SHA-256 over the facts above and the hashes of all renditions: what binds the languages together.
    binding = models.CharField(max_length=64)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "major", "minor"], name="version_number_once"),
            models.CheckConstraint(
                condition=models.Q(works_council=WorksCouncil.NOT_REQUIRED)
                | models.Q(works_council_on__isnull=False),
                name="works_council_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def required(self) -> bool:
        """A consent is offered; everything else is owed (K5)."""
        return self.statement_kind != StatementKind.CONSENT


class PolicyReview(AppendOnlyModel):
    """ "Reviewed, unchanged": somebody looked and found nothing to change; nobody is asked (K3)."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="reviews")
    reviewed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    next_review_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.version} {self.reviewed_at:%Y-%m-%d}"
