import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.desk.querysets import DeskCodeQuerySet
from accounts.people.models import Employee


class DeskCode(models.Model):
    """A one-time code that HR handed to somebody without a computer. Only a hash of it is stored."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="desk_codes")
    code_hash = models.CharField(max_length=255)
    handed_out_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    handed_out_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = DeskCodeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True), name="used_or_withdrawn"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.handed_out_at}"
