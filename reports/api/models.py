import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, Employee, Entity
from reports.api.choices import Scope
from reports.api.querysets import TokenQuerySet


class ApiToken(models.Model):
    """What a system shows to read from outside. It reads what its maker in HR may read, within its own part.

    Only a hash of it is stored. It works once a second person has confirmed it, and ends with its last day,
    when somebody revokes it, and at the moment when its maker is no longer HR.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, verbose_name=_("entity"), related_name="+")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name=_("department and below"), related_name="+"
    )
    made_by = models.ForeignKey(Employee, models.PROTECT, related_name="api_tokens")
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    confirmed_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="api_confirmation_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("made_by")),
                name="api_token_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True, revoked_at__isnull=True)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="api_revocation_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def part(self) -> str:
        """The part of the company in words; empty when it is all of it."""
        return " · ".join(str(part) for part in (self.entity, self.department) if part)

    @property
    def scope_labels(self) -> list[Any]:
        return [scope.label for scope in Scope if scope.value in self.scopes]


class TokenDay(models.Model):
    """How often a token was used on one day (UTC), and how many rows left by it. No hour is kept."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="days")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "day"], name="one_count_per_token_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.day}"
