"""The one Celery task, and the sweeper that every worker process brings along."""

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down

from portal.jobs.running import execute
from portal.jobs.sweeping import ensure_sweeper, stop_sweeper


@shared_task(name="portal.jobs.run_job", ignore_result=True)
def run_job(pk: int) -> None:
    """Do job `pk`. A message too many does nothing; a message too few is the sweeper's business."""
    execute(pk)


@worker_ready.connect(dispatch_uid="portal.jobs.sweeper")
def start_sweeping(**_: object) -> None:
    ensure_sweeper()


@worker_shutting_down.connect(dispatch_uid="portal.jobs.sweeper")
def stop_sweeping(**_: object) -> None:
    stop_sweeper()
