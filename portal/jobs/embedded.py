"""Celery workers inside the one web process, for `memory://`: a small server needs nothing else.

Two lanes, so that an alarm never waits behind an export. Rendering happens in child processes of its own, so
the threads mostly wait.
"""

import os
import threading

import structlog
from celery import Celery
from celery.worker import WorkController, state

from portal.celery import make_app
from portal.jobs.choices import Queue
from portal.jobs.publishing import in_memory

LANES = {"quick": (Queue.URGENT, Queue.MAIL), "documents": (Queue.DOCUMENTS,)}
RESTART_SECONDS = 1.0

log = structlog.get_logger(__name__)
_lock = threading.Lock()
_workers: "EmbeddedWorkers | None" = None


class Lane(threading.Thread):
    """One worker thread over some of the queues; a worker that breaks is started again."""

    def __init__(self, name: str, queues: tuple[Queue, ...]) -> None:
        super().__init__(name=f"job-lane-{name}", daemon=True)
        self._app: Celery = make_app(f"portal-{name}", current=False)
        self._queues = [str(queue) for queue in queues]
        self._halt = threading.Event()
        self._worker: WorkController | None = None

    def run(self) -> None:
        while not self._halt.is_set():
            try:
                self._work()
            except Exception as error:
                log.error("job.lane_broke", lane=self.name, error=type(error).__name__)
            self._halt.wait(RESTART_SECONDS)

    def halt(self) -> None:
        self._halt.set()
        if self._worker is not None:
            self._worker.stop()

    def _work(self) -> None:
        # Made in its own thread: the solo pool closes the database connections of the thread that makes it.
        worker = self._app.WorkController(
            hostname=f"{self.name}@localhost",
            queues=self._queues,
            pool_cls="solo",
            concurrency=1,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._worker = worker
        worker.start()


class EmbeddedWorkers:
    """The lanes and the sweeper of this process."""

    def __init__(self) -> None:
        self.lanes = [Lane(name, queues) for name, queues in LANES.items()]

    def start(self) -> None:
        from portal.jobs.sweeping import ensure_sweeper, requeue_orphans

        requeue_orphans()
        for lane in self.lanes:
            lane.start()
        ensure_sweeper()

    def stop(self, timeout: float = 20) -> None:
        """Hand running jobs back at their next progress and wait up to `timeout` seconds per lane."""
        from portal.jobs.running import shutting_down
        from portal.jobs.sweeping import stop_sweeper

        shutting_down.set()
        state.should_stop = os.EX_OK  # a worker that is still starting does not hear `stop`
        stop_sweeper()
        for lane in self.lanes:
            lane.halt()
        for lane in self.lanes:
            lane.join(timeout)


def ensure_started() -> EmbeddedWorkers:
    """Start the embedded workers of this process unless they run already."""
    global _workers  # noqa: PLW0603  # one per process is what it is
    with _lock:
        if _workers is None:
            _workers = EmbeddedWorkers()
            _workers.start()
        return _workers


def reaches_a_worker() -> bool:
    """Whether a message published here can reach a worker: in memory only if the worker lives here too."""
    return not in_memory() or _workers is not None
