"""Asking for long work, taking it back, and letting its result go."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record
from portal.jobs.choices import ALIVE, JobState, Queue
from portal.jobs.embedded import reaches_a_worker
from portal.jobs.models import Job
from portal.jobs.permissions import can_cancel
from portal.jobs.publishing import publish_many_quietly, publish_quietly
from portal.jobs.registry import handler_of

PAYLOAD_MAX_BYTES = 4096


class JobFinished(RuleBroken):
    """Only work that has not ended can be cancelled."""

    message = _("This work has already ended.")


class PayloadTooLarge(ValueError):
    """A payload holds ids, not content."""


def enqueue(
    kind: str,
    *,
    payload: Mapping[str, Any],
    key: str | None = None,
    by: Any = None,
    queue: Queue | None = None,
    run_at: datetime | None = None,
) -> Job:
    """Write a job in the caller's transaction and tell the broker after commit (J3).

    While a job with the same `key` is alive, that one is returned. `by` is anything with a `ref`; only that
    person may see and cancel the job. Raises `UnknownKind`, `PayloadTooLarge`; nothing about the broker.
    """
    known = handler_of(kind)
    job = Job(
        kind=kind,
        queue=queue or known.queue,
        payload=_small(kind, payload),
        key=key or "",
        requested_by=by.ref if by is not None else None,
        run_at=run_at,
    )
    return _write_once(job)


def enqueue_many(kind: str, *, payloads: Mapping[str, Mapping[str, Any]], queue: Queue | None = None) -> None:
    """Write one job per key of `payloads` in a few statements, in the caller's transaction.

    Otherwise as `enqueue`: a key that is alive keeps the job it has, and the broker hears after commit.
    """
    known, now = handler_of(kind), timezone.now()
    published_at = now if reaches_a_worker() else None
    jobs = [
        Job(
            kind=kind,
            queue=queue or known.queue,
            payload=_small(kind, payload),
            key=key,
            created_at=now,
            published_at=published_at,
        )
        for key, payload in payloads.items()
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    if published_at is not None:
        written = Job.objects.filter(ref__in=[job.ref for job in jobs]).order_by("pk")
        pks = list(written.values_list("pk", flat=True))
        transaction.on_commit(partial(publish_many_quietly, pks, str(queue or known.queue)), robust=True)


@operation
def cancel(*, job: Job, by: Any) -> Job:
    """Stop a waiting or running job; a running one notices at its next progress.

    `by=None` is the system. Raises `NotPermitted` for anybody but the requester, `JobFinished` if too late.
    """
    if by is not None and not can_cancel(by, job):
        raise NotPermitted
    now = timezone.now()
    stopped = Job.objects.alive().filter(pk=job.pk)
    if not stopped.update(state=JobState.CANCELLED, lease_until=None, finished_at=now):
        raise JobFinished
    if by is not None:
        record("job.cancelled", by=by, obj=job, details={"kind": job.kind})
    job.refresh_from_db()
    return job


def expire(*, job: Job) -> None:
    """Mark a ready job whose result is no longer kept; anything else stays as it is."""
    Job.objects.filter(pk=job.pk, state=JobState.READY).update(state=JobState.EXPIRED)


def retry(*, job: Job) -> bool:
    """Give a failed job a fresh set of attempts; False if it is not failed or its key is alive again."""
    fresh = {"state": JobState.QUEUED, "attempts": 0, "finished_at": None}
    try:
        with transaction.atomic():
            return bool(
                Job.objects.failed().filter(pk=job.pk).update(**fresh, published_at=None, run_at=None)
            )
    except IntegrityError:
        return False


def _small(kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    if len(json.dumps(dict(payload))) > PAYLOAD_MAX_BYTES:
        raise PayloadTooLarge(f"{kind}: more than {PAYLOAD_MAX_BYTES} bytes")
    return dict(payload)


def _write_once(job: Job) -> Job:
    while True:
        alive = Job.objects.filter(key=job.key, state__in=ALIVE).first() if job.key else None
        if alive:
            return alive
        job.created_at = timezone.now()
        announced = job.run_at is None and reaches_a_worker()
        job.published_at = job.created_at if announced else None
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError:
            # Somebody was faster with the same key; its row is visible now, or has ended meanwhile.
            if not job.key:
                raise
            continue
        if announced:
            transaction.on_commit(partial(publish_quietly, job.pk, str(job.queue)), robust=True)
        return job
