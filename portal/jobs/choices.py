"""Queues and states of a job."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Queue(models.TextChoices):
    """Three everywhere, so that an alarm never waits behind an export."""

    URGENT = "urgent", pgettext_lazy("job queue", "Urgent")
    MAIL = "mail", pgettext_lazy("job queue", "Mail")
    DOCUMENTS = "documents", pgettext_lazy("job queue", "Documents")


class JobState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job state", "Waiting")
    RUNNING = "running", pgettext_lazy("job state", "In progress")
    READY = "ready", pgettext_lazy("job state", "Ready")
    FAILED = "failed", pgettext_lazy("job state", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("job state", "Cancelled")
    EXPIRED = "expired", _("No longer available")


ALIVE = (JobState.QUEUED, JobState.RUNNING)
FINISHED = (JobState.READY, JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED)
