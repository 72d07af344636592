"""Where the certificates of acknowledgements lie, one folder per acknowledgement."""

from portal.documents import storing
from portal.documents.keeping import read_stored
from reports.evidence.models import EvidenceDocument
from reports.evidence.rules import EvidenceDamaged

keep, remove, remove_leftovers = storing.keep, storing.remove, storing.remove_leftovers


def folder_of(ref: object) -> str:
    return storing.folder_of("certificates", ref)


def read_evidence(document: EvidenceDocument) -> bytes:
    """The issued bytes. Raises `EvidenceDamaged` when they are gone or differ by one byte."""
    return read_stored(document, name=document.stored_as, sha256=document.sha256, broken=EvidenceDamaged)
