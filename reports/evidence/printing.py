"""From facts to a sealed PDF in the language that was signed."""

from django.utils import translation
from django.utils.translation import gettext as _

from portal.audit.chain import canonical_text
from portal.documents.certificates import sealed_pdf
from portal.documents.render import Attachment
from portal.documents.wording import utc_moment
from reports.evidence.facts import Source, certificate

ISSUE_FORMAT = "leitplanke-certificate/1"


def sealed_certificate(source: Source, *, canonical: str, withdrawal: str = "") -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1 under the portal's seal, its facts attached as JSON.

    `canonical` is the record as committed to, byte for byte; `withdrawal` likewise, if there is one.
    Raises `PdfUnavailable`, `RenderFailed`, `SealKeyProblem`.
    """
    language = source.record["rendition"]["language"]
    with translation.override(language):
        return sealed_pdf(
            "evidence/certificate.html",
            certificate(source),
            sender=source.record["subject"]["entity"],
            attachments=_attachments(source, canonical, withdrawal),
            language=language,
            more={"network_data": source.record["network_data_stored"]},
        )


def _attachments(source: Source, canonical: str, withdrawal: str) -> list[Attachment]:
    attached = [
        Attachment("acknowledgement.json", canonical.encode(), _("The acknowledgement as committed to")),
        Attachment("issue.json", issue_facts(source).encode(), _("Serial number and place in the trail")),
    ]
    if withdrawal:
        attached.append(
            Attachment("withdrawal.json", withdrawal.encode(), _("The withdrawal as committed to"))
        )
    return attached


def issue_facts(source: Source) -> str:
    """What ties the sealed file to the trail: whoever rewrites the trail later would have to seal it anew."""
    return canonical_text(
        {
            "format": ISSUE_FORMAT,
            "serial": source.serial,
            "kind": source.kind,
            "acknowledgement": source.record["acknowledgement"],
            "commitment": source.commitment,
            "event": {"seq": source.position.event_seq, "hash": source.position.event_hash},
            "head": {"seq": source.position.head_seq, "hash": source.position.head_hash},
            "guideline_pdf_sha256": source.policy_pdf_sha256,
            "issued_at": utc_moment(source.issued_at),
            "address": source.address,
        }
    )
