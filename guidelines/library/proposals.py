"""What all proposals have in common: one person submits, another one decides (four eyes)."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee


class Proposal(models.Model):
    """What a writer submits and an approver decides on. Texts are pinned at submit: later edits of a page
    change nothing of what is decided."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    # Everybody whose words are in the pinned texts; none of them may approve.
    authors = models.ManyToManyField(Employee, related_name="+")
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract: ClassVar = True


def decided_by_somebody(name: str) -> models.CheckConstraint:
    """A decision has its time and its person, or there is none yet."""
    neither = models.Q(decided_at__isnull=True, decided_by__isnull=True)
    both = models.Q(decided_at__isnull=False, decided_by__isnull=False)
    return models.CheckConstraint(condition=neither | both, name=name)
