import json
import uuid
from typing import Any, ClassVar

from django.db import models

from accounts.people.models import Employee
from guidelines.incidents.models.incident import Incident
from portal.audit.append_only import AppendOnlyModel


class TimelineEntry(AppendOnlyModel):
    """One thing that happened, in the order in which it was committed. The entries of an incident are a
    chain of their own (I6), built as the trail is; `canonical` holds ids and facts, and of a text only a
    salted digest, so that what somebody wrote can be forgotten when its time has come."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=48)
    actor = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    # The entry that this one corrects.
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    canonical = models.TextField()
    previous_hash = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "seq"], name="timeline_seq_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} #{self.seq} {self.kind}"

    @property
    def facts(self) -> dict[str, Any]:
        """What the entry says beside its columns; empty when its text was damaged."""
        try:
            return dict(json.loads(self.canonical)["facts"])
        except (ValueError, KeyError, TypeError):
            return {}


class TimelineText(models.Model):
    """What somebody wrote, beside the entry that holds its digest: SHA-256 of `salt` and `text`."""

    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="words")
    salt = models.CharField(max_length=32)
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.entry_id)


class Pin(models.Model):
    """An entry that stays on top for everybody in the room."""

    entry = models.OneToOneField(TimelineEntry, models.CASCADE, related_name="pin")
    pinned_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.entry_id)
