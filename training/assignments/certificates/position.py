"""Where a completion stands in the trail."""

from django.db.models import QuerySet

from portal.audit.models import AuditEvent
from training.assignments.models import Completion

RECORDED = "completion.recorded"
# One row of the trail for many completions that were written together.
TOGETHER = ("training.carried_over",)


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
    """Rows for many that can speak of `completion`: of its requirement, at its moment or right after it."""
    rows = AuditEvent.objects.filter(verb__in=TOGETHER, at__gte=completion.at)
    if completion.requirement is not None:
        rows = rows.filter(object_id=str(completion.requirement.ref))
    return rows.order_by("seq")
