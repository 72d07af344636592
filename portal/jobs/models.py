"""A job is a row; the broker only carries the hint that it is there."""

import uuid

from django.db import models
from django.db.models import F, Q

from portal.jobs.choices import ALIVE, FINISHED, JobState, Queue
from portal.jobs.querysets import JobQuerySet


class Job(models.Model):
    """Long work asked for by a person or by the clock (J1–J3).

    `generation` counts claims: whoever writes must name the generation it claimed, so a worker whose lease
    has passed on can change nothing any more. `payload` and `result` hold ids and short facts only.
    """

    ref = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    queue = models.CharField(max_length=12, choices=Queue)
    state = models.CharField(max_length=12, choices=JobState, default=JobState.QUEUED)
    key = models.CharField(max_length=200, blank=True, default="")
    requested_by = models.UUIDField(null=True, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=200, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    generation = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    run_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=ALIVE) & ~Q(key=""), name="job_key_once_while_alive"
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until=None)),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FINISHED, finished_at__isnull=False)
                | (Q(state__in=ALIVE) & Q(finished_at=None)),
                name="job_finished_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")), name="job_done_within_total"
            ),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(condition=Q(queue__in=Queue.values), name="job_queue_known"),
        ]
        indexes = [
            models.Index(fields=["queue", "id"], condition=Q(state=JobState.QUEUED), name="job_queued"),
            models.Index(fields=["lease_until"], condition=Q(state=JobState.RUNNING), name="job_running"),
            models.Index(fields=["kind", "state"], name="job_kind_state"),
            models.Index(fields=["finished_at"], condition=Q(state__in=FINISHED), name="job_finished"),
            models.Index(fields=["requested_by", "-id"], name="job_requester"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE


class PeriodicDuty(models.Model):
    """The last slot of a periodic duty that was woken: many sweepers, one job per slot."""

    kind = models.CharField(max_length=80, unique=True)
    last_slot_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind
