import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.people.models import Employee
from training.assignments.models import Completion
from training.xapi.choices import DispatchState
from training.xapi.querysets import DispatchQuerySet, StoreQuerySet


class RecordStore(models.Model):
    """Where a customer collects what people learned. Nothing is sent while it is not switched on.

    `sealed` holds its password and the key of its pseudonyms. Another address is another store with a key of
    its own, so that two stores cannot compare whom they mean; of one that has ended, both are forgotten.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.URLField(max_length=300)
    username = models.CharField(max_length=200)
    sealed = models.BinaryField()
    is_on = models.BooleanField(default=False)
    made_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = StoreQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(ended_at__isnull=True), name="one_record_store_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False, is_on=False),
                name="store_end_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.endpoint


class Dispatch(models.Model):
    """One completion that a record store is told of, once.

    `source` is the attempt where there is one: one quiz that fulfils two requirements was passed once.
    """

    store = models.ForeignKey(RecordStore, models.PROTECT, related_name="dispatches")
    completion = models.ForeignKey(Completion, models.PROTECT, related_name="dispatches")
    source = models.UUIDField()
    state = models.CharField(max_length=8, choices=DispatchState, default=DispatchState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "source"], name="told_once_per_store"),
            models.CheckConstraint(
                condition=Q(state=DispatchState.SENT, sent_at__isnull=False)
                | (~Q(state=DispatchState.SENT) & Q(sent_at__isnull=True)),
                name="sent_at_a_moment",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["store", "state"], name="dispatches_by_state")]

    def __str__(self) -> str:
        return f"{self.completion_id} {self.state}"
