"""Doing a job: claim it as a lease, do it, write the end. Every write names the claimed generation (J1)."""

import errno
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.registry import Handler, UnknownKind, handler_of

FIRST_RETRY_SECONDS = 15
LONGEST_RETRY_SECONDS = 3600
RETRY_FACTOR = 3

log = structlog.get_logger(__name__)
shutting_down = threading.Event()


class LeaseLost(Exception):
    """Another worker has the job now: stop, and change nothing."""


class Cancelled(Exception):
    """The person no longer wants it: stop and tidy up."""


class HandedBack(Exception):
    """This process is stopping: the job goes back to the queue and loses no attempt."""


class CannotSucceed(Exception):
    """Trying again is of no use. The argument is a slug, explained by the handler's `reasons`."""


class Run:
    """One attempt at one job, as a handler sees it."""

    def __init__(self, job: Job) -> None:
        self.job = job

    @property
    def payload(self) -> dict[str, Any]:
        return self.job.payload

    @property
    def is_last_attempt(self) -> bool:
        """Whether the job has failed for good if this attempt does."""
        return self.job.attempts >= handler_of(self.job.kind).attempts_allowed

    def progress(self, done: int, total: int) -> None:
        """Write how far the work is and renew the lease; call it at least every few seconds.

        Raises `Cancelled`, `LeaseLost`, or `HandedBack` when the process stops.
        """
        self._renew(done, total)
        if shutting_down.is_set():
            raise HandedBack

    @contextmanager
    def step(self, done: int, total: int, *, must_finish: bool = False) -> Iterator[None]:
        """Do one slice (≤ 250 ms on SQLite) in a transaction that only commits while the lease is ours.

        The lease row is written first and stays locked, so of two workers one slice has one effect.
        `must_finish` is for writing down what has already happened outside (a mail has left): it is done
        even when the process stops.
        """
        with transaction.atomic():
            if must_finish:
                self._renew(done, total)
            else:
                self.progress(done, total)
            yield

    def _renew(self, done: int, total: int) -> None:
        now = timezone.now()
        self.write(
            done=min(done, total) if total else done,
            total=total,
            heartbeat_at=now,
            lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        )

    def write(self, **values: Any) -> None:
        """Change the job's row as the holder of its lease; raises `Cancelled` or `LeaseLost`."""
        job = self.job
        if Job.objects.held(pk=job.pk, generation=job.generation).update(**values):
            return
        mine = Job.objects.filter(pk=job.pk, generation=job.generation)
        state = mine.values_list("state", flat=True).first()
        raise Cancelled if state == JobState.CANCELLED else LeaseLost


def claim(pk: int) -> Job | None:
    """Take the lease on a due job, or return None: taken, finished, gone or not due yet."""
    now = timezone.now()
    with transaction.atomic():
        taken = (
            Job.objects.due(now)
            .filter(pk=pk)
            .update(
                state=JobState.RUNNING,
                generation=F("generation") + 1,
                attempts=F("attempts") + 1,
                heartbeat_at=now,
                started_at=Coalesce(F("started_at"), now),
                lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
            )
        )
        return Job.objects.get(pk=pk) if taken else None


def execute(pk: int) -> None:
    """Claim job `pk` and do it; a second message for the same job finds nothing to claim."""
    job = claim(pk)
    if job is None:
        return
    bound = {"job": str(job.ref), "job_kind": job.kind, "job_attempt": job.attempts}
    with structlog.contextvars.bound_contextvars(**bound):
        try:
            _perform(Run(job))
        except (Cancelled, LeaseLost) as stopped:
            log.info("job.stopped", reason=type(stopped).__name__)


def backoff(attempts: int) -> timedelta:
    """How long to wait after attempt number `attempts` (from 1): 15 s, 45 s, … at most an hour."""
    # The exponent is bounded first: a mail that has been tried a hundred times must not compute 3 ** 100.
    seconds = FIRST_RETRY_SECONDS * RETRY_FACTOR ** min(attempts - 1, 8)
    return timedelta(seconds=min(seconds, LONGEST_RETRY_SECONDS))


def describe(error: BaseException) -> str:
    """Name an error without its message, which may hold content."""
    name = type(error).__name__
    code = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return f"{name} ({code})" if code else name


def _perform(run: Run) -> None:
    job = run.job
    try:
        known = handler_of(job.kind)
    except UnknownKind:
        _give_up(run, None, "UnknownKind")
        return
    if job.attempts > known.attempts_allowed:
        _give_up(run, known, job.error or "LeaseLost")
        return
    try:
        result = known.work(run)
        _finish(run, dict(result or {}))
    except (Cancelled, LeaseLost):
        raise
    except HandedBack:
        _hand_back(run)
    except CannotSucceed as reason:
        _give_up(run, known, str(reason))
    except Exception as error:
        _after_error(run, known, error)


def _finish(run: Run, result: dict[str, Any]) -> None:
    now = timezone.now()
    run.write(
        state=JobState.READY,
        result=result,
        done=Greatest(F("done"), F("total")),
        error="",
        lease_until=None,
        heartbeat_at=now,
        finished_at=now,
    )
    log.info("job.ready")


def _hand_back(run: Run) -> None:
    run.write(
        state=JobState.QUEUED, attempts=F("attempts") - 1, lease_until=None, run_at=None, published_at=None
    )
    log.info("job.handed_back")


def _after_error(run: Run, known: Handler, error: Exception) -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    stack = "".join(traceback.format_tb(error.__traceback__))
    log.error("job.attempt_failed", error=describe(error), stack=stack)
    if run.job.attempts >= known.attempts_allowed:
        _give_up(run, known, describe(error))
        return
    run.write(
        state=JobState.QUEUED,
        error=describe(error),
        lease_until=None,
        published_at=None,
        run_at=timezone.now() + backoff(run.job.attempts),
    )


def _give_up(run: Run, known: Handler | None, why: str) -> None:
    try:
        with transaction.atomic():
            _write_failed(run, why)
            if known and known.on_failed:
                run.job.refresh_from_db()
                known.on_failed(run.job)
    except (Cancelled, LeaseLost):
        raise
    except Exception as error:
        log.error("job.on_failed_failed", error=describe(error))
        _write_failed(run, why)
    log.error("job.failed", error=why)


def _write_failed(run: Run, why: str) -> None:
    run.write(state=JobState.FAILED, error=why[:200], lease_until=None, finished_at=timezone.now())
