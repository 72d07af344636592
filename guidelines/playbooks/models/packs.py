import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy


class OfflinePack(models.Model):
    """Everything a crisis needs on paper, as it stood at one moment: a ZIP in the storage `packs`.

    `slot` is what it was made for: a day, or a day and time when somebody asked. `contents` holds a
    `printing.packing.PackedFile` as a dict for each file; `left_out` the names of those without a layout.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slot = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    stored_as = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    contents = models.JSONField(default=list)
    left_out = models.JSONField(default=list)

    class Meta:
        verbose_name = pgettext_lazy("playbook", "offline pack")
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.slot
