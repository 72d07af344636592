from typing import ClassVar

from django.db import models

from guidelines.editions.models import Work
from guidelines.playbooks.choices import Light


class Readiness(models.Model):
    """How ready a playbook was when last judged: for the hint in the navigation, which costs one query.

    The board judges anew; so does a job every night, and whenever people, contacts or the text change.
    """

    work = models.OneToOneField(Work, models.CASCADE, related_name="readiness")
    light = models.CharField(max_length=8, choices=Light)
    judged_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["light"], name="readiness_by_light")]

    def __str__(self) -> str:
        return f"{self.work_id} {self.light}"
