import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.editions.models import Edition
from guidelines.incidents.models import Incident
from guidelines.policies.models import PolicyVersion
from guidelines.reviews.choices import ActionState
from guidelines.reviews.querysets import ActionQuerySet


class Review(models.Model):
    """Looking back at an incident that was closed: how it went, what was found, what follows from it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.OneToOneField(Incident, models.PROTECT, related_name="review")
    due_on = models.DateField()
    held_on = models.DateField(pgettext_lazy("review", "held on"), null=True, blank=True)
    went_well = models.TextField(pgettext_lazy("review", "what went well"), blank=True, max_length=5000)
    went_badly = models.TextField(pgettext_lazy("review", "what went badly"), blank=True, max_length=5000)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("incident", "review")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, held_on__isnull=False),
                name="incident_review_closed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Finding(models.Model):
    """Something the incident has shown. It leads to an action, or somebody says why it leads to none."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, models.PROTECT, related_name="findings")
    text = models.TextField(pgettext_lazy("review", "what was found"), max_length=2000)
    no_action = models.TextField(_("why nothing follows from it"), blank=True, max_length=1000)
    found_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("review", "finding")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.ref)


class Action(models.Model):
    """What somebody does about a finding by a day, and the edition or guideline that came of it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="actions")
    what = models.CharField(pgettext_lazy("review", "what is to be done"), max_length=300)
    owner = models.ForeignKey(
        Employee, models.PROTECT, verbose_name=pgettext_lazy("action", "who"), related_name="review_actions"
    )
    due_on = models.DateField(pgettext_lazy("action", "by"))
    state = models.CharField(max_length=8, choices=ActionState, default=ActionState.OPEN)
    note = models.TextField(pgettext_lazy("action", "note"), blank=True, max_length=2000)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("review", "action")
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN, settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(state=ActionState.OPEN) & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="review_action_settled_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)
