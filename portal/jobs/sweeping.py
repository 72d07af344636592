"""The sweeper: brings lost jobs back, wakes periodic duties, and never queues behind work (ADR 0002)."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from portal.jobs import publishing
from portal.jobs.choices import JobState, Queue
from portal.jobs.duties import Duty
from portal.jobs.models import Job, PeriodicDuty
from portal.jobs.operations import enqueue
from portal.jobs.publishing import BrokerSilent
from portal.jobs.querysets import JobQuerySet
from portal.jobs.registry import duties
from portal.jobs.running import describe

PICK_UP_SECONDS = 20
REPUBLISH_AT_ONCE = 1000

log = structlog.get_logger(__name__)


class Sweeper(threading.Thread):
    """One thread per worker process; sweeps at start and then every `JOB_SWEEP_SECONDS`."""

    def __init__(self) -> None:
        super().__init__(name="job-sweeper", daemon=True)
        self._halt = threading.Event()

    def run(self) -> None:
        while not self._halt.is_set():
            try:
                sweep()
            finally:
                connections.close_all()
            self._halt.wait(settings.JOB_SWEEP_SECONDS)

    def stop(self, timeout: float = 5) -> None:
        """Ask the thread to end and wait up to `timeout` seconds."""
        self._halt.set()
        self.join(timeout)


_lock = threading.Lock()
_sweeper: Sweeper | None = None


def ensure_sweeper() -> Sweeper:
    """Start this process's sweeper unless it runs already."""
    global _sweeper  # noqa: PLW0603  # one per process is what it is
    with _lock:
        if _sweeper is None or not _sweeper.is_alive():
            _sweeper = Sweeper()
            _sweeper.start()
        return _sweeper


def stop_sweeper() -> None:
    """End this process's sweeper, if there is one."""
    if _sweeper is not None:
        _sweeper.stop()


def sweep() -> None:
    """Do one round. A step that fails is logged and keeps neither the others nor the next round."""
    for step in (requeue_lost, wake_duties, republish):
        _guarded(step)


def requeue_lost(now: datetime) -> int:
    """Queue again what was running under a lease nobody renewed; returns how many."""
    return _requeue(Job.objects.lost(now))


def requeue_orphans() -> int:
    """Queue again everything that runs, at the start of the only process there is: nobody can be at it.

    Should that be wrong for a moment (a restart that overlaps), the generation keeps the effect single.
    """
    return _requeue(Job.objects.filter(state=JobState.RUNNING))


def wake_duties(now: datetime) -> None:
    """Queue one job for each periodic duty whose newest slot has not been woken."""
    seen = dict(PeriodicDuty.objects.values_list("kind", "last_slot_at"))
    for due in duties():
        slot = due.slot(now)
        if due.kind not in seen:
            PeriodicDuty.objects.get_or_create(kind=due.kind, defaults={"last_slot_at": slot})
        elif seen[due.kind] > slot:  # the clock was set back: go on from here instead of waiting for it
            PeriodicDuty.objects.filter(kind=due.kind, last_slot_at__gt=slot).update(last_slot_at=slot)
        elif seen[due.kind] < slot:
            _wake(due, slot)


def republish(now: datetime) -> int:
    """Tell the broker again about due jobs it has forgotten; returns how many messages were sent.

    A queue that already holds as many messages as jobs are due has forgotten nothing, however long they
    wait: without this comparison every backlog would double itself each round.
    """
    try:
        return sum(_republish_queue(queue, now) for queue in Queue.values)
    except BrokerSilent as silent:
        log.warning("job.broker_silent", reason=str(silent))
        return 0


def _requeue(jobs: JobQuerySet) -> int:
    found = jobs.update(state=JobState.QUEUED, lease_until=None, run_at=None, published_at=None)
    if found:
        log.warning("job.requeued", count=found)
    return found


def _guarded(step: Callable[[datetime], object]) -> None:
    try:
        step(timezone.now())
    except Exception as error:
        log.error("job.sweep_failed", step=step.__name__, error=describe(error))
        connections.close_all()


@transaction.atomic
def _wake(due: Duty, slot: datetime) -> None:
    # The previous run is still alive: leave the slot due, two runs of one duty would only disturb each other.
    if Job.objects.alive().filter(kind=due.kind).exists():
        return
    mine = PeriodicDuty.objects.filter(kind=due.kind, last_slot_at__lt=slot).update(last_slot_at=slot)
    if mine:
        enqueue(due.kind, payload={"slot": slot.isoformat()}, key=due.slot_key(slot))


def _republish_queue(queue: str, now: datetime) -> int:
    due = Job.objects.due(now).filter(queue=queue)
    waiting = due.count()
    if not waiting:
        return 0
    missing = min(waiting - publishing.publisher.depth(queue), REPUBLISH_AT_ONCE)
    if missing <= 0:
        return 0
    stale = due.unpublished_since(now - timedelta(seconds=PICK_UP_SECONDS)).order_by("pk")
    pks = list(stale.values_list("pk", flat=True)[:missing])
    Job.objects.filter(pk__in=pks).update(published_at=now)
    return _publish_all(pks, queue)


def _publish_all(pks: list[int], queue: str) -> int:
    for position, pk in enumerate(pks):
        try:
            publishing.publisher.publish(pk, queue, insist=True)
        except BrokerSilent:
            Job.objects.filter(pk__in=pks[position:], state=JobState.QUEUED).update(published_at=None)
            raise
    return len(pks)
