"""Settings that would break a promise of the jobs are refused at start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from portal.jobs.publishing import in_memory

RESUME_SECONDS = 60


@register()
def memory_broker_has_one_process(**_: Any) -> list[CheckMessage]:
    """A message in memory reaches only the process that sent it."""
    if not in_memory() or settings.PORTAL_WEB_PROCESSES == 1:
        return []
    return [
        Error(
            f"CELERY_BROKER_URL is memory:// but PORTAL_WEB_PROCESSES is {settings.PORTAL_WEB_PROCESSES}.",
            hint="Use one web process, or set CELERY_BROKER_URL=redis://… and start celery workers.",
            id="jobs.E001",
        )
    ]


@register()
def lost_work_resumes_in_time(**_: Any) -> list[CheckMessage]:
    """J1: work goes on within 60 seconds of a crash."""
    if settings.JOB_LEASE_SECONDS + settings.JOB_SWEEP_SECONDS <= RESUME_SECONDS:
        return []
    return [
        Warning(
            "JOB_LEASE_SECONDS + JOB_SWEEP_SECONDS is more than 60: lost work is resumed late.",
            hint="Keep the sum at 60 or below; a handler reports progress every few seconds.",
            id="jobs.W001",
        )
    ]
