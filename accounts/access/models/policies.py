import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access.choices import ApproverGroup
from accounts.access.querysets import AccessPolicyQuerySet
from accounts.people.models import Employee
from accounts.register.models import CorporateAccount, Platform
from portal.audit.append_only import AppendOnlyModel

LONGEST_DAYS = 730


class AccessPolicy(AppendOnlyModel):
    """Who decides on access, for how long, and what is required of whoever uses it.

    For one account, for a platform, or (neither) for the whole company; the closest one applies, the newest
    row of it. A request keeps the row it was submitted under, so that editing changes nothing for it (A2).
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(
        CorporateAccount, models.PROTECT, null=True, editable=False, related_name="access_policies"
    )
    platform = models.ForeignKey(
        Platform, models.PROTECT, null=True, editable=False, related_name="access_policies"
    )
    longest_days = models.PositiveSmallIntegerField(
        _("longest duration in days"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)],
    )
    approvals = models.PositiveSmallIntegerField(
        _("number of approvals"), default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    approvers = models.CharField(
        _("who decides"), max_length=12, choices=ApproverGroup, default=ApproverGroup.EITHER
    )
    needs_reason = models.BooleanField(_("a reason is needed"), default=True)
    # Keys of requirements, as `accounts.access.registry` knows them: "policies:<slug>".
    required = models.JSONField(default=list, blank=True, editable=False)
    made_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(editable=False)

    objects = AccessPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("access rules")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) | models.Q(platform__isnull=True),
                name="rules_of_an_account_or_a_platform",
            ),
            models.CheckConstraint(condition=models.Q(approvals__gte=1), name="somebody_approves"),
        ]

    def __str__(self) -> str:
        return str(self.account or self.platform or _("Whole company"))
