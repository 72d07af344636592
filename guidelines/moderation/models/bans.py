import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.people.models import Employee
from guidelines.moderation.choices import AppealOutcome, BanVerdict
from guidelines.moderation.models.cases import ModerationDecision
from guidelines.moderation.querysets import AppealQuerySet, BanQuerySet
from portal.audit.append_only import AppendOnlyModel


class Ban(models.Model):
    """A ban as it stands on the platform, until somebody attests that it was lifted there. `due_at` is its
    end, or, when it has none, the moment of the next yearly look at it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(ModerationDecision, models.PROTECT, related_name="ban")
    is_permanent = models.BooleanField()
    due_at = models.DateTimeField(db_index=True)
    reminded_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    lift_note = models.CharField(max_length=500, blank=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="ban_lifted_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)


class BanReview(AppendOnlyModel):
    """The yearly look at a ban for good: whether it is still needed, and why."""

    ban = models.ForeignKey(Ban, models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=8, choices=BanVerdict)
    # What speaks for it today, in the words of the register and not about a person.
    reason = models.CharField(max_length=1000)
    reviewed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.ban_id} {self.verdict}"


class Appeal(models.Model):
    """The author wants a decision changed. Somebody else decides than whoever decided before."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ModerationDecision, models.PROTECT, related_name="appeals")
    received_at = models.DateTimeField()
    noted_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    grounds = models.TextField(max_length=4000, blank=True)
    due_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    # Whoever made the contested decision, so that the database itself can refuse them.
    contested_of = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=AppealOutcome, blank=True)
    answer = models.TextField(max_length=4000, blank=True)
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="moderation_appeals")
    decided_at = models.DateTimeField(null=True)
    changed_to = models.OneToOneField(
        ModerationDecision, models.PROTECT, null=True, related_name="made_on_appeal"
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(decided_at=None), name="one_waiting_appeal_per_decision"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(outcome="")),
                name="appeal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("contested_of")), name="appeal_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(outcome=AppealOutcome.CHANGED, changed_to__isnull=False)
                | (~Q(outcome=AppealOutcome.CHANGED) & Q(changed_to__isnull=True)),
                name="changed_appeal_has_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return str(self.ref)
