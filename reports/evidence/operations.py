"""Issuing certificates, once each, and handing them out."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZipFile

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.choices import Answer
from guidelines.policies.models import Acknowledgement, PolicyVersion, Rendition
from guidelines.policies.printing import issue_policy_pdf, read_policy_pdf
from portal.audit.chain import canonical_text
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.audit.trail import head, operation, record
from portal.documents.certificates import Position
from portal.documents.codes import new_code
from portal.keys.sealing import signature_level
from reports.evidence import facts, storing
from reports.evidence.choices import SERIAL_LETTERS, EvidenceKind
from reports.evidence.models import EvidenceDocument, EvidenceSample, SampledAcknowledgement
from reports.evidence.permissions import can_sample, require_evidence
from reports.evidence.printing import sealed_certificate
from reports.evidence.rules import NoSuchEvidence, NothingToSample, RecordErased
from reports.evidence.sampling import drawn, new_seed
from training.assignments.models import Certificate

GIVEN = "acknowledgement.given"
WITHDRAWN = "consent.withdrawn"


@dataclass(frozen=True)
class Draft:
    """A rendered certificate that is not yet issued."""

    content: bytes
    source: facts.Source
    language: str


def primary_kind(acknowledgement: Acknowledgement) -> EvidenceKind:
    """Which certificate proves the answer itself."""
    reserved = acknowledgement.answer == Answer.UNDER_RESERVATION
    return EvidenceKind.RESERVATION if reserved else EvidenceKind.ACKNOWLEDGEMENT


def issue_evidence(acknowledgement: Acknowledgement, kind: EvidenceKind | None = None) -> EvidenceDocument:
    """Return the certificate of `kind` (default: of the answer itself), made now if there is none yet (E4).

    Of two workers at once one issues it; the other throws its draft away. Not to be called inside a
    transaction: rendering takes long. Raises `NoSuchEvidence`, `RecordErased`, `PdfUnavailable` and
    `RenderFailed`.
    """
    kind = kind or primary_kind(acknowledgement)
    existing = EvidenceDocument.objects.filter(acknowledgement=acknowledgement, kind=kind).first()
    if existing is not None:
        return existing
    draft = _draft(acknowledgement, kind)
    folder = storing.folder_of(acknowledgement.ref)
    name = storing.keep(folder, kind, draft.content)
    try:
        document = _enter(acknowledgement=acknowledgement, draft=draft, name=name)
    except BaseException:
        storing.remove(name)
        raise
    storing.remove_leftovers(folder, kind, document.stored_as)
    return document


def hand_out(*, acknowledgement: Acknowledgement, document: EvidenceDocument, by: Employee) -> bytes:
    """The issued bytes for `by`; a look at somebody else's certificate is a row of the trail (E3).

    Raises `NotPermitted`, `EvidenceDamaged`.
    """
    permit(acknowledgement=acknowledgement, by=by)
    content = storing.read_evidence(document)
    if by.pk != acknowledgement.employee_id:
        _note_look(acknowledgement=acknowledgement, document=document, by=by)
    return content


def evidence_for(
    *, acknowledgement: Acknowledgement, kind: EvidenceKind | None, by: Employee
) -> tuple[EvidenceDocument, bytes]:
    """One certificate and its bytes, issued now at the latest.

    Raises what `issue_evidence` and `hand_out` do.
    """
    permit(acknowledgement=acknowledgement, by=by)
    document = issue_evidence(acknowledgement, kind)
    return document, hand_out(acknowledgement=acknowledgement, document=document, by=by)


def package_for(*, acknowledgement: Acknowledgement, by: Employee) -> tuple[str, bytes]:
    """Name and bytes of a ZIP with every certificate of `acknowledgement` and the guideline's own PDF."""
    permit(acknowledgement=acknowledgement, by=by)
    primary = issue_evidence(acknowledgement)
    policy_pdf = issue_policy_pdf(acknowledgement.rendition)
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for document in EvidenceDocument.objects.of(acknowledgement).order_by("pk"):
            content = hand_out(acknowledgement=acknowledgement, document=document, by=by)
            archive.writestr(document.file_name, content)
        archive.writestr(policy_file_name(acknowledgement.rendition), read_policy_pdf(policy_pdf))
    return f"{primary.serial}.zip", packed.getvalue()


def policy_file_name(rendition: Rendition) -> str:
    """The name of a guideline's own PDF wherever it is handed out."""
    return f"{rendition.version.policy.slug}-{rendition.version.number}-{rendition.language}.pdf"


@operation(refused="evidence.refused")
def permit(*, acknowledgement: Acknowledgement, by: Employee) -> None:
    """Refuse early, before anything is made. Raises `NotPermitted`."""
    require_evidence(by, acknowledgement)


@operation(refused="evidence.refused")
def draw_sample(
    *, size: int, seed: str, first_day: date | None, last_day: date | None, by: Employee
) -> EvidenceSample:
    """Draw `size` of all answers given in the span of days (in UTC); an empty `seed` draws a new one.

    Raises `NotPermitted`, `NothingToSample`.
    """
    if not can_sample(by):
        raise NotPermitted
    seed = seed or new_seed()
    answers = Acknowledgement.objects.filter(_given_between(first_day, last_day), record__isnull=False)
    numbers = dict(answers.values_list("ref", "pk").iterator(chunk_size=10_000))
    if not numbers:
        raise NothingToSample
    sample = EvidenceSample.objects.create(
        drawn_by=by,
        drawn_at=timezone.now(),
        seed=seed,
        size=min(size, len(numbers)),
        first_day=first_day,
        last_day=last_day,
        last=max(numbers.values()),
        population=len(numbers),
    )
    refs = drawn(numbers, seed=seed, size=size)
    SampledAcknowledgement.objects.bulk_create(
        SampledAcknowledgement(sample=sample, place=place, acknowledgement_id=numbers[ref])
        for place, ref in enumerate(refs, start=1)
    )
    details = {"seed": seed, "size": sample.size, "population": sample.population}
    record("evidence.sampled", by=by, obj=sample, details=details)
    return sample


def _given_between(first_day: date | None, last_day: date | None) -> Q:
    span = Q()
    if first_day:
        span &= Q(at__gte=datetime.combine(first_day, time.min, UTC))
    if last_day:
        span &= Q(at__lt=datetime.combine(last_day + timedelta(days=1), time.min, UTC))
    return span


@operation
def _note_look(*, acknowledgement: Acknowledgement, document: EvidenceDocument, by: Employee) -> None:
    details = {"kind": document.kind, "acknowledgement": str(acknowledgement.ref)}
    record("evidence.downloaded", by=by, obj=document, details=details)


@operation
def note_check(*, document: EvidenceDocument | Certificate, finding: str) -> None:
    """Write down that a stranger looked a certificate up or checked a file; not who it was."""
    record("evidence.checked", obj=document, details={"finding": finding})


@operation
def _enter(*, acknowledgement: Acknowledgement, draft: Draft, name: str) -> EvidenceDocument:
    source = draft.source
    sha256 = hashlib.sha256(draft.content).hexdigest()
    document, made = EvidenceDocument.objects.get_or_create(
        acknowledgement=acknowledgement,
        kind=source.kind,
        defaults={
            "language": draft.language,
            "serial": source.serial,
            "verify_code": source.code,
            "stored_as": name,
            "sha256": sha256,
            "size": len(draft.content),
            "issued_at": source.issued_at,
            "event_seq": source.position.event_seq,
            "chain_seq": source.position.head_seq,
            "chain_hash": source.position.head_hash,
        },
    )
    if made:
        record("evidence.issued", obj=document, details={"kind": source.kind, "sha256": sha256})
    return document


def _draft(acknowledgement: Acknowledgement, kind: EvidenceKind) -> Draft:
    acknowledgement = Acknowledgement.objects.select_related(
        "record", "withdrawal", "rendition__pdf", "rendition__version__approved_by", "version", "policy"
    ).get(pk=acknowledgement.pk)
    if not hasattr(acknowledgement, "record"):
        raise RecordErased
    withdrawal = _withdrawal(acknowledgement, kind)
    source = _source(acknowledgement, kind, withdrawal, timezone.now())
    content = sealed_certificate(
        source,
        canonical=acknowledgement.record.canonical,
        withdrawal=withdrawal_text(acknowledgement) if withdrawal else "",
    )
    return Draft(content, source, acknowledgement.rendition.language)


def _source(
    acknowledgement: Acknowledgement,
    kind: EvidenceKind,
    withdrawal: facts.Withdrawal | None,
    now: datetime,
) -> facts.Source:
    position = _position(acknowledgement, kind)
    code = new_code()
    return facts.Source(
        kind=kind.value,
        record=json.loads(acknowledgement.record.canonical),
        commitment=acknowledgement.commitment,
        position=position,
        policy_pdf_sha256=issue_policy_pdf(acknowledgement.rendition).sha256,
        serial=f"{SERIAL_LETTERS[kind]}-{acknowledgement.at.year}-{position.event_seq:07d}",
        code=code,
        address=settings.PORTAL_BASE_URL.rstrip("/") + reverse("evidence:check-show", args=[code]),
        issued_at=now,
        seal=signature_level().label,
        withdrawal=withdrawal,
        successor=_successor(acknowledgement, kind),
    )


def _position(acknowledgement: Acknowledgement, kind: EvidenceKind) -> Position:
    seq, row_hash = proven_event(acknowledgement, kind).values_list("seq", "hash").get()
    return Position(seq, row_hash, *head())


def proven_event(acknowledgement: Acknowledgement, kind: str) -> QuerySet[AuditEvent]:
    """The row of the trail that a certificate of `kind` proves."""
    verb = WITHDRAWN if kind == EvidenceKind.WITHDRAWAL else GIVEN
    return AuditEvent.objects.filter(
        object_type=Acknowledgement._meta.label_lower, object_id=str(acknowledgement.ref), verb=verb
    )


def _withdrawal(acknowledgement: Acknowledgement, kind: EvidenceKind) -> facts.Withdrawal | None:
    if kind != EvidenceKind.WITHDRAWAL:
        return None
    if not hasattr(acknowledgement, "withdrawal"):
        raise NoSuchEvidence
    return facts.Withdrawal(acknowledgement.withdrawal.at, acknowledgement.withdrawal.commitment)


def withdrawal_text(acknowledgement: Acknowledgement) -> str:
    """The canonical text to which the withdrawal was committed."""
    return canonical_text(
        {
            "withdraws": str(acknowledgement.ref),
            "commitment": acknowledgement.commitment,
            "at": acknowledgement.withdrawal.at.isoformat(),
        }
    )


def successor_of(version: PolicyVersion) -> PolicyVersion | None:
    """The first material version after `version`: from then on the confirmation is of an older text."""
    return (
        PolicyVersion.objects.filter(policy_id=version.policy_id, major__gt=version.major)
        .order_by("major", "minor")
        .first()
    )


def _successor(acknowledgement: Acknowledgement, kind: EvidenceKind) -> facts.Successor | None:
    if kind != EvidenceKind.SUPERSEDED:
        return None
    newer = successor_of(acknowledgement.version)
    if newer is None:
        raise NoSuchEvidence
    return facts.Successor(newer.number, newer.released_at, newer.effective_on)
