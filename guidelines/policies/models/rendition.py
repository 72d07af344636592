import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from guidelines.policies.models.policy import PolicyVersion
from portal.audit.append_only import AppendOnlyModel


class RenditionAsset(AppendOnlyModel):
    """A picture or file as it was when a text was frozen; stored once per content."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    mime = models.CharField(max_length=100)
    stored_as = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Rendition(AppendOnlyModel):
    """The frozen text of a version in one language: what people read and sign (K1)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="renditions")
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    statement = models.TextField()
    html = models.TextField()
    text = models.TextField()
    contact = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    assets = models.ManyToManyField(RenditionAsset, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "language"], name="one_rendition_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class RenditionPdf(AppendOnlyModel):
    """The issued PDF of a rendition: made once by a job, never again (E4)."""

    rendition = models.OneToOneField(Rendition, models.PROTECT, related_name="pdf")
    stored_as = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rendition} PDF"
