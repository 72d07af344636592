import json
from typing import Any, ClassVar

from django.db import models

from portal.audit.append_only import AppendOnlyModel
from portal.audit.querysets import AuditEventQuerySet


class AuditEvent(AppendOnlyModel):
    """One act, in the order in which acts were committed. People appear as references only."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=64)
    actor = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    canonical = models.TextField()
    previous_hash = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar = AuditEventQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at"], name="audit_time"),
            models.Index(fields=["object_id", "seq"], name="audit_object_id"),
            models.Index(fields=["object_type", "object_id", "seq"], name="audit_object"),
            models.Index(fields=["actor", "seq"], name="audit_actor"),
            models.Index(fields=["verb", "seq"], name="audit_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"

    @property
    def details(self) -> dict[str, Any]:
        """What the row says beyond its columns; empty when its text was damaged."""
        try:
            return dict(json.loads(self.canonical)["details"])
        except (ValueError, KeyError, TypeError):
            return {}


class ChainHead(models.Model):
    """The end of the chain: one row, locked last by every operation. Its seal is made with a key outside
    the database, so that a cut tail shows even if somebody rewrites this row. `seal` is "key id:HMAC"."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=128, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"


class ExportedHead(AppendOnlyModel):
    """The chain head of a day, also written to file storage; `stamps` hold outside proof of its time."""

    day = models.DateField(unique=True)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    exported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day} {self.hash}"


class HeadTimeStamp(AppendOnlyModel):
    """An RFC 3161 token over an exported head."""

    head = models.OneToOneField(ExportedHead, on_delete=models.PROTECT, related_name="time_stamp")
    authority = models.CharField(max_length=200)
    token = models.BinaryField()
    stamped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.head} {self.authority}"
