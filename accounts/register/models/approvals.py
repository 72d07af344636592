import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.register.choices import ApprovalState, ChannelUse, Side
from accounts.register.models.platforms import Platform, in_reading_language
from accounts.register.querysets import ApprovalQuerySet
from portal.audit.append_only import AppendOnlyModel


class ChannelApproval(models.Model):
    """Whether, and under which conditions, a platform may be used for something.

    For each use one is in force, and one waits.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(
        Platform, models.PROTECT, verbose_name=_("platform"), related_name="approvals"
    )
    use = models.CharField(_("used for"), max_length=16, choices=ChannelUse)
    state = models.CharField(
        max_length=12, choices=ApprovalState, default=ApprovalState.REQUESTED, editable=False
    )
    reason = models.TextField(_("what it is wanted for"), max_length=2000)
    conditions_de = models.TextField(_("conditions, in German"), max_length=4000, blank=True)
    conditions_en = models.TextField(_("conditions, in English"), max_length=4000, blank=True)
    disclaimer_de = models.TextField(_("disclaimer, in German"), max_length=2000, blank=True)
    disclaimer_en = models.TextField(_("disclaimer, in English"), max_length=2000, blank=True)
    forbidden_data = models.TextField(
        _("data that may never be asked for or sent"), max_length=2000, blank=True
    )
    alternative = models.TextField(_("what to offer instead"), max_length=1000, blank=True)
    processor_contract = models.CharField(_("processor contract (Art. 28 GDPR)"), max_length=300, blank=True)
    processor_contract_on = models.DateField(_("signed on"), null=True, blank=True)
    review_on = models.DateField(_("review by"), null=True, blank=True)
    requested_by = models.ForeignKey(Employee, models.PROTECT, editable=False, related_name="+")
    requested_at = models.DateTimeField(editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel approval")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["platform", "use"],
                condition=models.Q(state=ApprovalState.REQUESTED),
                name="one_request_that_waits",
            ),
            models.UniqueConstraint(
                fields=["platform", "use"],
                condition=models.Q(state=ApprovalState.APPROVED),
                name="one_approval_that_holds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.get_use_display()}"

    @property
    def conditions(self) -> str:
        return in_reading_language(self.conditions_de, self.conditions_en)

    @property
    def disclaimer(self) -> str:
        return in_reading_language(self.disclaimer_de, self.disclaimer_en)


class ApprovalDecision(AppendOnlyModel):
    """What the DPO or legal said to a request. Each side decides once, and no person for both."""

    approval = models.ForeignKey(ChannelApproval, models.PROTECT, related_name="decisions")
    side = models.CharField(max_length=8, choices=Side)
    approves = models.BooleanField()
    note = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["approval", "side"], name="each_side_decides_once"),
            models.UniqueConstraint(fields=["approval", "decided_by"], name="nobody_decides_for_both"),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id} {self.side}: {self.approves}"
