import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.people.models import Employee
from guidelines.policies.models import Acknowledgement
from portal.audit.append_only import AppendOnlyModel
from reports.evidence.choices import EvidenceKind
from reports.evidence.querysets import EvidenceQuerySet, SampleQuerySet


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


class EvidenceSample(AppendOnlyModel):
    """A random sample that an auditor drew: the same seed over the same answers draws it again.

    It is drawn from the `population` answers up to number `last` that were given in the span of days.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    drawn_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    seed = models.CharField(max_length=64)
    size = models.PositiveSmallIntegerField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    last = models.BigIntegerField()
    population = models.PositiveIntegerField()

    objects = SampleQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["drawn_by", "drawn_at"], name="samples_of_somebody")]

    def __str__(self) -> str:
        return f"{self.seed} ({self.size})"


class SampledAcknowledgement(AppendOnlyModel):
    """One answer in a sample; `place` is its place in the order of the seed, from 1."""

    sample = models.ForeignKey(EvidenceSample, models.PROTECT, related_name="drawn")
    place = models.PositiveSmallIntegerField()
    acknowledgement = models.ForeignKey(Acknowledgement, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "acknowledgement"], name="drawn_once_per_sample")
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}: {self.place}"
