"""From facts to a sealed PDF in the person's language."""

from django.utils import translation
from django.utils.translation import gettext as _

from portal.audit.chain import canonical_text
from portal.documents.certificates import sealed_pdf
from portal.documents.render import Attachment
from portal.documents.wording import utc_moment
from training.assignments.certificates.facts import Source, certificate

ISSUE_FORMAT = "leitplanke-training-certificate/1"


def sealed_certificate(source: Source, *, language: str) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1 under the portal's seal, its facts attached as JSON.

    Raises `PdfUnavailable`, `RenderFailed`, `SealKeyProblem`.
    """
    with translation.override(language):
        return sealed_pdf(
            "assignments/certificate.html",
            certificate(source),
            sender=source.record["subject"]["entity"],
            attachments=_attachments(source),
            language=language,
        )


def _attachments(source: Source) -> list[Attachment]:
    facts = canonical_text(source.record).encode()
    return [
        Attachment("completion.json", facts, _("The completion as recorded, without the result in figures")),
        Attachment("issue.json", issue_facts(source).encode(), _("Serial number and place in the trail")),
    ]


def issue_facts(source: Source) -> str:
    """What ties the sealed file to the trail: whoever rewrites the trail later would have to seal it anew."""
    position = source.position
    return canonical_text(
        {
            "format": ISSUE_FORMAT,
            "serial": source.serial,
            "completion": source.record["completion"],
            "commitment": source.commitment,
            "event": {"seq": position.event_seq, "hash": position.event_hash},
            "head": {"seq": position.head_seq, "hash": position.head_hash},
            "issued_at": utc_moment(source.issued_at),
            "address": source.address,
        }
    )
