from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count

from training.xapi.choices import DispatchState

if TYPE_CHECKING:
    from training.xapi.models import Dispatch, RecordStore  # noqa: F401


class StoreQuerySet(models.QuerySet["RecordStore"]):
    def current(self) -> "RecordStore | None":
        """The one that is set up, switched on or not."""
        return self.filter(ended_at=None).first()

    def listening(self) -> "RecordStore | None":
        """The one that is told of completions."""
        return self.filter(ended_at=None, is_on=True).first()


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def queued(self) -> "DispatchQuerySet":
        return self.filter(state=DispatchState.QUEUED)

    def undelivered(self) -> "DispatchQuerySet":
        """What has not arrived and nobody tries any more."""
        return self.filter(state__in=(DispatchState.REFUSED, DispatchState.FAILED))

    def counted(self) -> dict[str, int]:
        """How many are in which state."""
        return dict(self.order_by().values_list("state").annotate(Count("pk")))
