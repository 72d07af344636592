import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from guidelines.policies.models import Acknowledgement
from portal.audit.append_only import AppendOnlyModel
from reports.evidence.choices import EvidenceKind
from reports.evidence.querysets import EvidenceQuerySet


class EvidenceDocument(AppendOnlyModel):
    """One issued certificate. Its stored bytes are the evidence; nothing renders them again (E4).

    `event_seq` is the row of the trail that it proves, `chain_seq` and `chain_hash` are the head of the
    trail when it was issued. `verify_code` holds 130 random bits.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    acknowledgement = models.ForeignKey(Acknowledgement, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=16, choices=EvidenceKind)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    serial = models.CharField(max_length=32, unique=True)
    verify_code = models.CharField(max_length=32, unique=True)
    stored_as = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    event_seq = models.BigIntegerField()
    chain_seq = models.BigIntegerField()
    chain_hash = models.CharField(max_length=64)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["acknowledgement", "kind"], name="evidence_issued_once")
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def file_name(self) -> str:
        """The name under which people get the file."""
        return f"{self.serial}.pdf"
