"""Which completions still wait for a certificate."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from training.assignments.choices import Basis
from training.assignments.models import Certificate, Completion

# Until then the job that was queued with the completion is at it.
GRACE = timedelta(minutes=10)
# The history of an earlier system can be tens of thousands: its certificates are made when somebody asks.
NOT_BY_ITSELF = (Basis.IMPORTED, Basis.WAIVED)


def without_certificate() -> QuerySet[Completion]:
    """Completions that should have a certificate by now, oldest first; erased ones excepted."""
    issued = Certificate.objects.filter(completion=OuterRef("pk"))
    waiting = Completion.objects.filter(
        ~Exists(issued), record__isnull=False, at__lt=timezone.now() - GRACE
    ).exclude(basis__in=NOT_BY_ITSELF)
    return waiting.order_by("pk")
