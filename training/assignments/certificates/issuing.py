"""Issuing certificates of completions, once each, and handing them out."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.models import Rendition
from portal.audit.rules import NotPermitted
from portal.audit.trail import head, operation, record
from portal.documents import storing
from portal.documents.certificates import Position
from portal.documents.codes import new_code
from portal.documents.keeping import read_stored
from portal.keys.sealing import signature_level
from training.assignments.certificates.facts import Ending, Shown, Source
from training.assignments.certificates.position import position_of
from training.assignments.certificates.printing import sealed_certificate
from training.assignments.certificates.rules import CertificateDamaged, RecordErased
from training.assignments.models import Certificate, Completion
from training.assignments.permissions import can_see_completion
from training.courses.reading import choose

FOLDER, KIND, SERIAL_LETTER = "training-certificates", "completion", "T"


@dataclass(frozen=True)
class Draft:
    """A rendered certificate that is not yet issued."""

    content: bytes
    source: Source
    language: str


def issue_certificate(completion: Completion) -> Certificate:
    """Return the certificate of `completion`, made now if there is none yet (E4).

    Of two workers at once one issues it; the other throws its draft away. Not to be called inside a
    transaction: rendering takes long. Raises `RecordErased`, `PdfUnavailable` and `RenderFailed`.
    """
    existing = Certificate.objects.filter(completion=completion).select_related("completion").first()
    if existing is not None:
        return existing
    draft = _draft(completion)
    folder = storing.folder_of(FOLDER, completion.ref)
    name = storing.keep(folder, KIND, draft.content)
    try:
        certificate = _enter(completion=completion, draft=draft, name=name)
    except BaseException:
        storing.remove(name)
        raise
    storing.remove_leftovers(folder, KIND, certificate.stored_as)
    return certificate


def certificate_for(*, completion: Completion, by: Employee) -> tuple[Certificate, bytes]:
    """The certificate and its bytes, issued now at the latest; a look at somebody else's is a row (E3).

    Raises `NotPermitted`, `CertificateDamaged` and what `issue_certificate` does.
    """
    permit(completion=completion, by=by)
    certificate = issue_certificate(completion)
    content = read_certificate(certificate)
    if by.pk != completion.employee_id:
        _note_look(certificate=certificate, by=by)
    return certificate, content


def read_certificate(certificate: Certificate) -> bytes:
    """The issued bytes. Raises `CertificateDamaged` when they are gone or differ by one byte."""
    return read_stored(
        certificate, name=certificate.stored_as, sha256=certificate.sha256, broken=CertificateDamaged
    )


@operation(refused="certificate.refused")
def permit(*, completion: Completion, by: Employee) -> None:
    """Refuse early, before anything is made: one's own, and HR within reach. Raises `NotPermitted`."""
    if not can_see_completion(by, completion):
        raise NotPermitted


@operation
def _note_look(*, certificate: Certificate, by: Employee) -> None:
    record("certificate.downloaded", by=by, obj=certificate)


@operation
def _enter(*, completion: Completion, draft: Draft, name: str) -> Certificate:
    source = draft.source
    sha256 = hashlib.sha256(draft.content).hexdigest()
    certificate, made = Certificate.objects.get_or_create(
        completion=completion,
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
        details = {"sha256": sha256, "commitment": source.commitment}
        record("certificate.issued", obj=certificate, details=details)
    return certificate


def _draft(completion: Completion) -> Draft:
    completion = Completion.objects.select_related(
        "record", "course__current", "version", "employee", "requirement"
    ).get(pk=completion.pk)
    if not hasattr(completion, "record"):
        raise RecordErased
    language = completion.employee.language
    source = _source(completion, language)
    return Draft(sealed_certificate(source, language=language), source, language)


def _source(completion: Completion, language: str) -> Source:
    facts = json.loads(completion.record.canonical)
    position = Position(*position_of(completion), *head())
    code = new_code()
    return Source(
        record=facts,
        title=_title(completion, language),
        guidelines=_guidelines(facts.get("guidelines") or {}),
        commitment=completion.commitment,
        position=position,
        serial=f"{SERIAL_LETTER}-{completion.at.year}-{completion.pk:07d}",
        code=code,
        address=settings.PORTAL_BASE_URL.rstrip("/") + reverse("evidence:check-show", args=[code]),
        issued_at=timezone.now(),
        seal=signature_level().label,
        ending=_ending(completion),
    )


def _title(completion: Completion, language: str) -> str:
    """As the version done was called; without a version, as the course is called today."""
    version = completion.version or completion.course.current
    return choose(version, language).title if version else completion.course.slug


def _guidelines(shown: Mapping[str, Any]) -> list[Shown]:
    """Each guideline under the title of the very text that was shown."""
    hashes = [sha256 for _version, sha256 in shown.values()]
    titles = dict(Rendition.objects.filter(sha256__in=hashes).values_list("sha256", "title"))
    return [
        Shown(titles.get(sha256, slug), version, sha256) for slug, (version, sha256) in sorted(shown.items())
    ]


def _ending(completion: Completion) -> Ending | None:
    first = completion.revocations.order_by("ends_on", "pk").first()
    return Ending(first.ends_on, first.cause) if first else None
