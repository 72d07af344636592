import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.vault.choices import UNFINISHED, RotationCause, RotationState, StepKind
from accounts.vault.models.credentials import Credential
from accounts.vault.querysets import RotationQuerySet


class Rotation(models.Model):
    """Everything about an account that somebody knows who should not is changed, and somebody else checks it.

    One at a time per account: what comes meanwhile is added to it.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(CorporateAccount, models.PROTECT, related_name="rotations")
    cause = models.CharField(max_length=12, choices=RotationCause)
    state = models.CharField(max_length=8, choices=RotationState, default=RotationState.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    waiver_reason = models.TextField(max_length=2000, blank=True)
    waived_until = models.DateField(null=True)
    waiver_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    waived_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    waived_at = models.DateTimeField(null=True)
    waiver_ended_at = models.DateTimeField(null=True)

    objects = RotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of secrets")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(state__in=UNFINISHED), name="one_rotation_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(changed_by__isnull=True, changed_at__isnull=True)
                | models.Q(changed_by__isnull=False, changed_at__isnull=False),
                name="changed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True, verified_at__isnull=True)
                | models.Q(verified_by__isnull=False, verified_at__isnull=False),
                name="verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(waived_by__isnull=True, waived_at__isnull=True)
                | models.Q(waived_by__isnull=False, waived_at__isnull=False),
                name="waived_by_somebody",
            ),
            # V6: by another person.
            models.CheckConstraint(
                condition=~models.Q(verified_by=models.F("changed_by")), name="verified_by_another"
            ),
            models.CheckConstraint(
                condition=~models.Q(waived_by=models.F("waiver_by")), name="waived_by_two"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RotationState.VERIFIED)
                | models.Q(changed_by__isnull=False, verified_by__isnull=False),
                name="verified_after_changing",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RotationState.WAIVED)
                | models.Q(waived_by__isnull=False, waived_until__isnull=False),
                name="waived_for_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "due_at"], name="rotations_due")]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_cause_display()}"


class RotationItem(models.Model):
    """One credential that has to be new: newer than the version that was exposed."""

    rotation = models.ForeignKey(Rotation, models.PROTECT, related_name="items")
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="+")
    exposed_number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rotation", "credential"], name="every_credential_once")
        ]

    def __str__(self) -> str:
        return f"{self.rotation_id}: {self.credential_id} > {self.exposed_number}"


class RotationStep(models.Model):
    """One step on the platform, with what shows that it was done."""

    rotation = models.ForeignKey(Rotation, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind)
    note = models.CharField(_("what shows it"), max_length=500, blank=True)
    done_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rotation", "kind"], name="every_step_once"),
            models.CheckConstraint(
                condition=models.Q(done_by__isnull=True, done_at__isnull=True)
                | models.Q(done_by__isnull=False, done_at__isnull=False),
                name="steps_are_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rotation_id}: {self.kind}"
