from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee


class Identity(models.Model):
    """Who somebody is at a provider: its own immutable subject, never an address that may pass on."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="identities")
    provider = models.CharField(_("provider"), max_length=64)
    subject = models.CharField(max_length=255)
    linked_by = models.CharField(max_length=32)
    linked_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "subject"], name="one_person_per_subject"),
            models.UniqueConstraint(fields=["provider", "employee"], name="one_subject_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.employee_id}"
