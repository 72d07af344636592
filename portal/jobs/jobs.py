"""What the clock wakes for the jobs themselves."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.registry import every
from portal.jobs.running import Run

SLICE = 1000


@every(daily_at="03:30", kind="jobs.purge", title=_("Deleting ended work"))
def purge(run: Run) -> dict[str, int]:
    """Delete finished jobs after `JOB_KEEP_DAYS`, failed ones after `JOB_KEEP_FAILED_DAYS`."""
    now = timezone.now()
    ended = [JobState.READY, JobState.CANCELLED, JobState.EXPIRED]
    removed = _remove(run, ended, now - timedelta(days=settings.JOB_KEEP_DAYS), 0)
    removed = _remove(run, [JobState.FAILED], now - timedelta(days=settings.JOB_KEEP_FAILED_DAYS), removed)
    return {"removed": removed}


def _remove(run: Run, states: list[JobState], before: datetime, removed: int) -> int:
    while True:
        old = Job.objects.filter(state__in=states, finished_at__lt=before)
        pks = list(old.values_list("pk", flat=True)[:SLICE])
        if not pks:
            return removed
        with run.step(removed, 0):
            Job.objects.filter(pk__in=pks).delete()
        removed += len(pks)
