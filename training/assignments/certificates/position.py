"""Where a completion stands in the trail."""

import json

from django.db.models import QuerySet

from portal.audit.models import AuditEvent
from training.assignments.models import Completion

RECORDED = "completion.recorded"
# One row of the trail for many completions that were written together.
TOGETHER = ("completions.recorded",)


def proven_event(completion: Completion) -> QuerySet[AuditEvent]:
    """The row of the trail that speaks of `completion`."""
    return AuditEvent.objects.filter(
        object_type=Completion._meta.label_lower, object_id=str(completion.ref), verb=RECORDED
    )


def position_of(completion: Completion) -> tuple[int, str]:
    """Number and hash of that row; of the row for many, where it was written together with others."""
    own = proven_event(completion).values_list("seq", "hash").first()
    return own or written_together(completion).values_list("seq", "hash")[:1].get()


def written_together(completion: Completion) -> QuerySet[AuditEvent]:
    """The row for many that speaks of `completion`: its record names it; once that is erased, those that can
    be it, at its moment or right after."""
    rows = AuditEvent.objects.filter(verb__in=TOGETHER).order_by("seq")
    if not hasattr(completion, "record"):
        return rows.filter(at__gte=completion.at)
    return rows.filter(object_id=json.loads(completion.record.canonical).get("batch", "-"))
