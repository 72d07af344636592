from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Sum

if TYPE_CHECKING:
    from guidelines.guides.models import PathCount  # noqa: F401  in brackets below


class PathCountQuerySet(models.QuerySet["PathCount"]):
    def in_month(self, month: date) -> "PathCountQuerySet":
        return self.filter(month=month)

    def by_outcome(self, work: int) -> Iterable[tuple[date, str, int]]:
        """(month, outcome, times) of a work over all its editions, newest month first."""
        found = self.filter(work=work).values_list("month", "outcome").annotate(times=Sum("count"))
        return found.order_by("-month", "outcome")
