import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.people.models import Employee
from guidelines.incidents.models import Incident
from guidelines.reviews.choices import Part


class Dossier(models.Model):
    """Everything about an incident up to an entry of its log, as a sealed PDF and as JSON lines that agree
    (I6). Never made anew: a later state is another dossier."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="dossiers")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    asked_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    # The end of the log that it holds.
    head_seq = models.PositiveIntegerField()
    head_hash = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "number"], name="dossier_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.number}"


class DossierFile(models.Model):
    """One of both files, sealed in the storage `incidents` under a data key that this row holds."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="files")
    part = models.CharField(max_length=8, choices=Part)
    # Of the file as it is handed out.
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=200, blank=True)
    sealed_key = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "part"], name="dossier_file_once"),
            models.CheckConstraint(
                condition=~Q(stored_as="") | Q(sealed_key=b""), name="deleted_dossier_file_has_no_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.part}"
