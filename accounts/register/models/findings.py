import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.register.choices import NEVER_ACCEPTED, STANDING, FindingKind, FindingState, Severity
from accounts.register.models.accounts import CorporateAccount
from accounts.register.models.platforms import Platform
from accounts.register.querysets import FindingQuerySet


class Finding(models.Model):
    """Something wrong with an account or with what is known of a platform. It arises from the data and
    closes when they are mended; until then somebody owns it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(CorporateAccount, models.PROTECT, null=True, related_name="findings")
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="findings")
    kind = models.CharField(max_length=24, choices=FindingKind)
    # Which route, connection or fact, where an account can have several of a kind.
    subject = models.CharField(max_length=64, blank=True)
    severity = models.CharField(max_length=8, choices=Severity)
    state = models.CharField(max_length=8, choices=FindingState, default=FindingState.OPEN)
    opened_at = models.DateTimeField()
    owner = models.ForeignKey(Employee, models.PROTECT, null=True, verbose_name=_("owner"), related_name="+")
    due_on = models.DateField(_("due date"))
    plan = models.TextField(_("plan"), max_length=2000, blank=True)
    # Accepting takes two: who proposes it, with a reason and a last day, and who confirms it.
    acceptance_reason = models.TextField(_("reason"), max_length=2000, blank=True)
    accepted_until = models.DateField(_("accepted until"), null=True)
    acceptance_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    acceptance_confirmed_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=False) ^ models.Q(platform__isnull=False),
                name="finding_of_an_account_or_a_platform",
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "subject"],
                condition=models.Q(state__in=STANDING, account__isnull=False),
                name="one_standing_finding_of_an_account",
            ),
            models.UniqueConstraint(
                fields=["platform", "kind", "subject"],
                condition=models.Q(state__in=STANDING, platform__isnull=False),
                name="one_standing_finding_of_a_platform",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=FindingState.ACCEPTED)
                | (
                    models.Q(accepted_until__isnull=False, acceptance_confirmed_by__isnull=False)
                    & ~models.Q(acceptance_confirmed_by=models.F("acceptance_by"))
                    & ~models.Q(kind__in=sorted(NEVER_ACCEPTED))
                ),
                name="accepted_by_two_and_never_forbidden",
            ),
            models.CheckConstraint(
                condition=models.Q(state=FindingState.RESOLVED) ^ models.Q(resolved_at__isnull=True),
                name="resolved_has_a_moment",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "severity", "due_on"], name="findings_by_urgency")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account or self.platform}"

    @property
    def can_be_accepted(self) -> bool:
        return self.kind not in NEVER_ACCEPTED
