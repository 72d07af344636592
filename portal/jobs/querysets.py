"""What can be asked about jobs, in sentences."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.jobs.choices import ALIVE, FINISHED, JobState

if TYPE_CHECKING:
    from portal.jobs.models import Job  # noqa: F401

CLOCK_TOLERANCE = timedelta(minutes=2)


class JobQuerySet(models.QuerySet["Job"]):
    def alive(self) -> Self:
        return self.filter(state__in=ALIVE)

    def finished(self) -> Self:
        return self.filter(state__in=FINISHED)

    def failed(self) -> Self:
        return self.filter(state=JobState.FAILED)

    def requested_by(self, person: UUID) -> Self:
        return self.filter(requested_by=person)

    def due(self, now: datetime) -> Self:
        """Queued and not asked to wait any longer."""
        return self.filter(Q(run_at=None) | Q(run_at__lte=now), state=JobState.QUEUED)

    def held(self, *, pk: int, generation: int) -> Self:
        """The running job, as long as its lease has not passed to another claim."""
        return self.filter(pk=pk, generation=generation, state=JobState.RUNNING)

    def lost(self, now: datetime) -> Self:
        """Running, but nobody renewed the lease in time.

        A lease that ends later than any lease can was written before the clock was set back; waiting for
        it could take hours.
        """
        impossible = now + timedelta(seconds=settings.JOB_LEASE_SECONDS) + CLOCK_TOLERANCE
        ended = Q(lease_until__lt=now) | Q(lease_until__gt=impossible)
        return self.filter(ended, state=JobState.RUNNING)

    def unpublished_since(self, moment: datetime) -> Self:
        """Nobody told the broker about it, or not lately."""
        return self.filter(Q(published_at=None) | Q(published_at__lt=moment))

    def stuck(self, now: datetime, *, seconds: int = 300) -> Self:
        """Due for `seconds` without being picked up, or lost: a worker is missing or overloaded."""
        since = now - timedelta(seconds=seconds)
        waiting = Q(state=JobState.QUEUED) & (Q(run_at=None, created_at__lt=since) | Q(run_at__lt=since))
        return self.filter(waiting | Q(state=JobState.RUNNING, lease_until__lt=since))
