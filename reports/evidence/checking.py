"""Is this file what was issued? For the public check; the file is looked at and forgotten."""

import hashlib
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.policies.models import RenditionPdf
from portal.documents.codes import normalised
from portal.documents.verify import Finding, SealReport, check_pdf
from reports.evidence.models import EvidenceDocument
from training.assignments.models import Certificate

# What the public check knows: certificates of acknowledgements and of courses.
Document = EvidenceDocument | Certificate


class FileFinding(models.TextChoices):
    """What can be said of an uploaded file."""

    GENUINE = "genuine", _("This is the certificate that was issued, unchanged to the last byte.")
    OTHER = "other", _("This is a genuine certificate, but not the one that belongs to this code.")
    GUIDELINE = "guideline", _("This is the issued text of a guideline, unchanged to the last byte.")
    UNKNOWN = "unknown", _("This portal sealed this file, but has no record of having issued it.")
    ALTERED = "altered", _("This file was changed after it was issued. Do not rely on it.")
    APPENDED = "appended", _("Something was added to this file after it was issued. Do not rely on it.")
    FOREIGN = "foreign", _("This file was not issued by this portal.")
    UNSEALED = "unsealed", _("This PDF carries no seal: it was not issued by this portal, or printed anew.")
    NO_PDF = "no_pdf", _("This file is not a readable PDF.")


LOOKED_UP = "looked_up"
# What the trail notes of a public check.
FINDINGS = {LOOKED_UP: _("Looked up by its code"), **dict(FileFinding.choices)}
GOOD = (FileFinding.GENUINE, FileFinding.OTHER, FileFinding.GUIDELINE)
_BY_SEAL = {
    Finding.INTACT: FileFinding.UNKNOWN,
    Finding.ALTERED: FileFinding.ALTERED,
    Finding.APPENDED: FileFinding.APPENDED,
    Finding.FOREIGN: FileFinding.FOREIGN,
    Finding.UNSEALED: FileFinding.UNSEALED,
    Finding.NO_PDF: FileFinding.NO_PDF,
}


# Everything the public check shows of a course.
OF_A_COURSE = (
    "completion__record",
    "completion__version",
    "completion__course__current",
    "completion__employee__location",
)


@dataclass(frozen=True)
class FileCheck:
    """The finding, the certificate it is about (if any), and what the seal says."""

    finding: FileFinding
    document: Document | None
    seal: SealReport
    sha256: str

    @property
    def is_good(self) -> bool:
        return self.finding in GOOD


def document_of(code: str) -> Document | None:
    """The certificate behind a verification code, as somebody typed it."""
    return _found(verify_code=normalised(code) or "-")


def check_file(content: bytes, *, expected: Document | None = None) -> FileCheck:
    """Compare `content` with all that was issued, and look at its seal. Never raises for a bad file."""
    sha256 = hashlib.sha256(content).hexdigest()
    seal = check_pdf(content)
    document = _found(sha256=sha256)
    if document is not None:
        same = expected is None or document == expected
        return FileCheck(FileFinding.GENUINE if same else FileFinding.OTHER, document, seal, sha256)
    if RenditionPdf.objects.filter(sha256=sha256).exists():
        return FileCheck(FileFinding.GUIDELINE, None, seal, sha256)
    return FileCheck(_BY_SEAL[seal.finding], None, seal, sha256)


def _found(**by: str) -> Document | None:
    """Codes and digests are random: two queries, one of which finds nothing."""
    certificates = Certificate.objects.select_related(*OF_A_COURSE).prefetch_related(
        "completion__revocations"
    )
    return EvidenceDocument.objects.with_facts().filter(**by).first() or certificates.filter(**by).first()
