"""Where a completion stands in the trail."""

from django.db.models import QuerySet

from portal.audit.models import AuditEvent
from training.assignments.models import Completion

RECORDED = "completion.recorded"


def proven_event(completion: Completion) -> QuerySet[AuditEvent]:
    """The row of the trail that speaks of `completion`."""
    return AuditEvent.objects.filter(
        object_type=Completion._meta.label_lower, object_id=str(completion.ref), verb=RECORDED
    )


def position_of(completion: Completion) -> tuple[int, str]:
    """Number and hash of that row."""
    return proven_event(completion).values_list("seq", "hash").get()
