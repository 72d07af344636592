"""Which acknowledgements still wait for a certificate."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from guidelines.policies.models import Acknowledgement
from reports.evidence.choices import EvidenceKind
from reports.evidence.models import EvidenceDocument

# Until then the job that was queued with the answer is at it.
GRACE = timedelta(minutes=10)


def without_certificate() -> QuerySet[Acknowledgement]:
    """Answers without the certificate of the answer, oldest first; erased ones excepted."""
    issued = EvidenceDocument.objects.primary().filter(acknowledgement=OuterRef("pk"))
    return Acknowledgement.objects.filter(
        ~Exists(issued), record__isnull=False, at__lt=timezone.now() - GRACE
    ).order_by("pk")


def without_withdrawal_certificate() -> QuerySet[Acknowledgement]:
    """Withdrawn consents without the certificate of the withdrawal, oldest first; erased ones excepted."""
    issued = EvidenceDocument.objects.filter(kind=EvidenceKind.WITHDRAWAL, acknowledgement=OuterRef("pk"))
    return Acknowledgement.objects.filter(
        ~Exists(issued), record__isnull=False, withdrawal__at__lt=timezone.now() - GRACE
    ).order_by("pk")
