"""Running queued jobs in a test, at once and in order."""

from django.utils import timezone

from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.running import execute

LIMIT = 10_000


def drain(*, allow_errors: bool = False) -> list[Job]:
    """Do everything that is due, oldest first, including what these jobs enqueue; return the jobs done.

    A job that `run_at` holds back stays queued: move the clock to run it. An attempt that fails is an
    AssertionError (the stack is in the log) unless `allow_errors`; then it waits for its retry.
    """
    ran = []
    for _ in range(LIMIT):
        pk = Job.objects.due(timezone.now()).order_by("pk").values_list("pk", flat=True).first()
        if pk is None:
            return ran
        execute(pk)
        job = Job.objects.get(pk=pk)
        ran.append(job)
        if not allow_errors and job.error and job.state != JobState.READY:
            raise AssertionError(f"{job.kind} failed: {job.error}")
    raise AssertionError(f"still not done after {LIMIT} jobs: {job.kind}")
