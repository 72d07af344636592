from typing import TYPE_CHECKING

from guidelines.policies.models import Acknowledgement
from portal.audit.append_only import AppendOnlyQuerySet
from reports.evidence.choices import PRIMARY

if TYPE_CHECKING:
    from reports.evidence.models import EvidenceDocument  # noqa: F401


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
