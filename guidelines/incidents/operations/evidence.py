"""Evidence comes in, is looked at, and goes on its day."""

from datetime import date, timedelta
from typing import IO, Any, cast
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.incidents.file_kinds import NAME_MAX, Kind, NotEvidence, kind_of, tidy_name
from guidelines.incidents.models import EvidenceFile, Incident, Report
from guidelines.incidents.permissions import can_add_evidence, can_date_evidence, can_see_evidence
from guidelines.incidents.storing import Stored, remove, require_whole, store, under_active_key
from guidelines.incidents.timeline import held, write
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record
from portal.keys.envelope import key_of
from portal.keys.streams import LengthDiffers

PER_REPORT = 10
LONGEST_YEARS = 10
WHY_NOT = {
    "empty": _("This file is empty. Please choose it again."),
    "program": _("Programs and scripts cannot be kept as evidence. A screenshot of it can."),
    "archive": _("Nobody can see what is in an archive. Please add the files themselves."),
    "markup": _("Web pages and drawings can hold programs. Please add a screenshot or a PDF of it."),
    "huge_picture": _("This picture has more pixels than a browser can show. Please cut out what matters."),
    "broken_picture": _("This picture cannot be read. Please take the screenshot again."),
    "unknown": _(
        "Files of this kind cannot be kept. Possible are pictures (PNG, JPEG, WebP, GIF, HEIC), PDF, "
        "films (MP4, WebM, MOV), e-mails (EML) and plain text."
    ),
    "changed_meanwhile": _("The file did not arrive whole. Please try again."),
}


class EvidenceRefused(RuleBroken):
    """The file is not one that is kept; `slug` is a key of `WHY_NOT`."""

    def __init__(self, slug: str) -> None:
        super().__init__(WHY_NOT[slug])
        self.slug = slug


class EvidenceTooLarge(RuleBroken):
    """It is larger than EVIDENCE_MAX_BYTES."""

    def __init__(self) -> None:
        limit = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        super().__init__(
            _(
                "A file can have %(limit)s at most. Please shorten the film, save the pictures one by one, "
                "or note where the original lies."
            )
            % {"limit": limit}
        )


class NoRoomForEvidence(RuleBroken):
    """The disk is full: what was written of the file was taken away again."""

    message = _(
        "The file could not be stored: there is no space left. Please keep it and tell your system "
        "administration; everything else about the incident can be noted meanwhile."
    )


class EnoughEvidence(RuleBroken):
    """A report leads to the room; it is not a store."""

    message = _("A report can hold ten files. Whoever works on the incident can add more.")


class DayImpossible(RuleBroken):
    """The day of deletion is today at the earliest, and in ten years at the latest."""

    message = _("Please choose a day from today on, in ten years at the latest.")


class EvidenceGone(RuleBroken):
    """The file was deleted on its day; its name and digest stay."""

    message = _("This file was deleted on its day.")


def add_evidence(
    *, incident: Incident, upload: UploadedFile, by: Employee, report: Report | None = None, about: str = ""
) -> EvidenceFile:
    """Keep a screenshot or file. Whoever reported may add to their own report without being in the room.

    The file is stored before its row is written, and outside of a transaction: it may take seconds, so call
    it outside of an operation. Raises `NotPermitted`, `EvidenceRefused`, `EvidenceTooLarge`,
    `NoRoomForEvidence`, `EnoughEvidence`.
    """
    if not can_add_evidence(by, incident, report):
        raise NotPermitted
    if (upload.size or 0) > settings.EVIDENCE_MAX_BYTES:
        raise EvidenceTooLarge
    kind = _kind(upload)
    stored = _store(upload, incident)
    try:
        return _note(
            incident=incident,
            report=report,
            stored=stored,
            kind=kind,
            name=upload.name or "",
            about=about,
            by=by,
        )
    except BaseException:
        remove(stored.name)
        raise


def _kind(upload: UploadedFile) -> Kind:
    try:
        return kind_of(cast("IO[bytes]", upload.file), upload.name or "")
    except NotEvidence as other:
        raise EvidenceRefused(other.slug) from other


def _store(upload: UploadedFile, incident: Incident) -> Stored:
    try:
        return store(
            cast("IO[bytes]", upload.file), size=upload.size or 0, incident=incident.ref, ref=uuid4()
        )
    except LengthDiffers as cut:
        raise EvidenceRefused("changed_meanwhile") from cut
    except OSError as full:
        raise NoRoomForEvidence from full


@operation
def _note(
    *,
    incident: Incident,
    report: Report | None,
    stored: Stored,
    kind: Kind,
    name: str,
    about: str,
    by: Employee,
) -> EvidenceFile:
    incident = held(incident)
    if not can_add_evidence(by, incident, report):
        raise NotPermitted
    if report is not None and report.evidence.count() >= PER_REPORT:
        raise EnoughEvidence
    now = timezone.now()
    evidence = EvidenceFile.objects.create(
        ref=stored.ref,
        incident=incident,
        report=report,
        name=tidy_name(name, kind)[:NAME_MAX],
        media_type=kind.media_type,
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.name,
        sealed_key=stored.sealed_key,
        about=storable(about).strip()[:1000],
        added_by=by,
        added_at=now,
        delete_on=timezone.localdate(now) + timedelta(days=settings.EVIDENCE_KEPT_DAYS),
    )
    facts = {"evidence": str(evidence.ref), "sha256": evidence.sha256, "size": evidence.size}
    words = " – ".join(part for part in (evidence.name, evidence.about) if part)
    write(incident, "incidents.evidence-added", by=by, facts=facts, text=words)
    record(
        "incident.evidence_added",
        by=by,
        obj=evidence,
        details={"sha256": evidence.sha256, "bytes": evidence.size},
    )
    return evidence


@operation(refused="incident.evidence_refused")
def look_at_evidence(*, evidence: EvidenceFile, by: Employee) -> EvidenceFile:
    """Note that `by` looks at the file, before it is handed out.

    Raises `NotPermitted`, `EvidenceGone`, `StoredFileDamaged`.
    """
    evidence = EvidenceFile.objects.select_related("incident__duplicate_of", "report").get(pk=evidence.pk)
    if not can_see_evidence(by, evidence):
        raise NotPermitted
    if evidence.deleted_at:
        raise EvidenceGone
    require_whole(evidence)
    record("incident.evidence_seen", by=by, obj=evidence)
    return evidence


@operation
def set_deletion_day(*, evidence: EvidenceFile, day: date, reason: str, by: Employee) -> EvidenceFile:
    """Say when the file goes, instead of a while after the incident. Raises `NotPermitted`, `EvidenceGone`,
    `DayImpossible`."""
    incident = held(evidence.incident)
    evidence = EvidenceFile.objects.get(pk=evidence.pk)
    if not can_date_evidence(by, incident):
        raise NotPermitted
    if evidence.deleted_at:
        raise EvidenceGone
    today = timezone.localdate()
    if not today <= day <= today + timedelta(days=365 * LONGEST_YEARS):
        raise DayImpossible
    evidence.delete_on, evidence.is_dated_by_hand = day, True
    evidence.save(update_fields=["delete_on", "is_dated_by_hand"])
    facts = {"evidence": str(evidence.ref), "day": day.isoformat()}
    write(incident, "incidents.evidence-dated", by=by, facts=facts, text=reason)
    record("incident.evidence_day_set", by=by, obj=evidence, details={"day": day.isoformat()})
    return evidence


def date_evidence(incident: Incident, by: Employee | None) -> None:
    """When an incident ends: from now on its files have a while, unless somebody has said until when."""
    day = timezone.localdate() + timedelta(days=settings.EVIDENCE_KEPT_DAYS)
    incident.evidence.filter(is_dated_by_hand=False, deleted_at=None).update(delete_on=day)


@operation
def delete_evidence(*, evidence: EvidenceFile) -> bool:
    """Delete the file and its key on its day; row, name and digest stay. Says whether it was due."""
    incident = held(evidence.incident)
    due = EvidenceFile.objects.due(timezone.localdate()).filter(pk=evidence.pk).first()
    if due is None:
        return False
    name, due.stored_as, due.sealed_key, due.deleted_at = due.stored_as, "", b"", timezone.now()
    due.save(update_fields=["stored_as", "sealed_key", "deleted_at"])
    facts = {"evidence": str(due.ref), "sha256": due.sha256}
    write(incident, "incidents.evidence-deleted", by=None, facts=facts, text=due.name)
    record("incident.evidence_deleted", by=None, obj=due, details={"sha256": due.sha256})
    transaction.on_commit(lambda: remove(name), robust=True)
    return True


def evidence_keys() -> Any:
    """Which key each file's own key needs: (primary key, key id)."""
    kept = EvidenceFile.objects.filter(deleted_at=None)
    return ((pk, key_of(bytes(sealed))) for pk, sealed in kept.values_list("pk", "sealed_key").iterator())


def rewrap_evidence(pk: int) -> None:
    """Bring one under the active key; inside a transaction, and it may have been deleted meanwhile."""
    kept = EvidenceFile.objects.filter(pk=pk, deleted_at=None)
    for evidence in kept.select_related("incident").select_for_update(of=("self",), no_key=True):
        evidence.sealed_key = under_active_key(evidence)
        evidence.save(update_fields=["sealed_key"])
