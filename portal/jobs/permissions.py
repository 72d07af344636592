"""Who may see and stop a job."""

from typing import Any

from portal.jobs.models import Job


def can_see(person: Any, job: Job) -> bool:
    """The requester alone: the kind of work somebody asked for is theirs to know."""
    return job.requested_by is not None and job.requested_by == getattr(person, "ref", None)


def can_cancel(person: Any, job: Job) -> bool:
    """Whoever asked for it (J2)."""
    return can_see(person, job)
