"""What this room hangs into lower ones: certificates follow answers, and mails can carry them."""

from guidelines.policies.models import Acknowledgement
from portal.documents.keeping import note_damage
from portal.jobs.operations import enqueue
from portal.mail.registry import Attachment, AttachmentMissing
from reports.evidence.choices import EvidenceKind
from reports.evidence.operations import issue_evidence, primary_kind
from reports.evidence.rules import EvidenceDamaged, RecordErased
from reports.evidence.storing import read_evidence


def ask_for_certificate(acknowledgement: Acknowledgement) -> None:
    """In the transaction of the answer."""
    _ask(acknowledgement, primary_kind(acknowledgement))


def ask_for_withdrawal_certificate(acknowledgement: Acknowledgement) -> None:
    """In the transaction of the withdrawal."""
    _ask(acknowledgement, EvidenceKind.WITHDRAWAL)


def mail_attachment(identifier: str) -> Attachment:
    """The certificate for a mail: `identifier` is the acknowledgement's ref, or "ref/kind"."""
    ref, _, kind = identifier.partition("/")
    try:
        acknowledgement = Acknowledgement.objects.get(ref=ref)
        document = issue_evidence(acknowledgement, EvidenceKind(kind) if kind else None)
        return Attachment(document.file_name, read_evidence(document))
    except EvidenceDamaged as damage:
        note_damage(damage=damage)
        raise AttachmentMissing(identifier) from damage
    except (Acknowledgement.DoesNotExist, RecordErased) as error:
        raise AttachmentMissing(identifier) from error


def _ask(acknowledgement: Acknowledgement, kind: EvidenceKind) -> None:
    enqueue(
        "evidence.issue",
        payload={"acknowledgement": acknowledgement.pk, "kind": kind.value},
        key=f"evidence:{acknowledgement.pk}:{kind.value}",
    )
