import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access.choices import LeaverState
from accounts.access.querysets import LeaverQuerySet
from accounts.people.models import Employee


class LeaverRun(models.Model):
    """What ends and what has to be done because somebody leaves. Sign-in has ended before.

    `lines` is what was found when it began, in ids and short facts: the protocol.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Employee, models.PROTECT, related_name="leaver_runs")
    state = models.CharField(max_length=12, choices=LeaverState)
    lines = models.JSONField(default=list)
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    objects = LeaverQuerySet.as_manager()

    class Meta:
        verbose_name = _("leaver run")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state=LeaverState.HELD), name="one_held_run_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(state=LeaverState.DONE) ^ models.Q(done_at__isnull=True),
                name="done_runs_say_when",
            ),
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True, released_at__isnull=True)
                | models.Q(released_by__isnull=False, released_at__isnull=False),
                name="released_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["started_at"], name="leaver_runs_by_start")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"
