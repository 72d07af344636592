from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.models import Acknowledgement
from portal.audit.append_only import AppendOnlyQuerySet
from reports.evidence.choices import PRIMARY
from reports.evidence.limits import SAMPLE_OPEN_DAYS

if TYPE_CHECKING:
    from reports.evidence.models import EvidenceDocument, EvidenceSample  # noqa: F401


class EvidenceQuerySet(AppendOnlyQuerySet):
    def primary(self) -> "EvidenceQuerySet":
        """The certificates of the answers themselves."""
        return self.filter(kind__in=PRIMARY)

    def of(self, acknowledgement: Acknowledgement) -> "EvidenceQuerySet":
        return self.filter(acknowledgement=acknowledgement)

    def with_facts(self) -> "EvidenceQuerySet":
        """Everything the public check shows, in one query."""
        return self.select_related(
            "acknowledgement__record",
            "acknowledgement__rendition",
            "acknowledgement__version",
            "acknowledgement__policy__current",
            "acknowledgement__withdrawal",
        )


class SampleQuerySet(AppendOnlyQuerySet):
    def of(self, person: Employee) -> "SampleQuerySet":
        return self.filter(drawn_by=person)

    def open(self) -> "SampleQuerySet":
        """Samples whose certificates can still be opened by whoever drew them."""
        return self.filter(drawn_at__gt=timezone.now() - timedelta(days=SAMPLE_OPEN_DAYS))
