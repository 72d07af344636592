import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee


class KeptFile(models.Model):
    """A screenshot or file: encrypted in the storage `incidents`, its digest taken before, gone on a day."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    # Of the file as it was handed in.
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=200, blank=True)
    # The file's own key, sealed by the key ring: without it no copy of the file can be read.
    sealed_key = models.BinaryField(default=bytes)
    about = models.TextField(_("what it shows"), blank=True, max_length=1000)
    added_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.ref)


def no_file_once_deleted(name: str) -> models.CheckConstraint:
    """Every kind of kept file has it: what is said to be deleted points to nothing and has no key."""
    gone = Q(deleted_at__isnull=True) | Q(stored_as="", sealed_key=b"")
    return models.CheckConstraint(condition=gone, name=name)
