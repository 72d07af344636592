"""Evidence comes in, is looked at, and goes on its day."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from guidelines.incidents.keeping import EvidenceGone, require_possible_day, take_in
from guidelines.incidents.models import EvidenceFile, Incident, Report
from guidelines.incidents.permissions import can_add_evidence, can_date_evidence, can_see_evidence
from guidelines.incidents.storing import EVIDENCE, remove
from guidelines.incidents.timeline import held, write
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record

PER_REPORT = 10


class EnoughEvidence(RuleBroken):
    """A report leads to the room; it is not a store."""

    message = _("A report can hold ten files. Whoever works on the incident can add more.")


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
    note = partial(_note, incident=incident, report=report, about=about, by=by)
    return take_in(upload, shelf=EVIDENCE, owner=incident.ref, note=note)


@operation
def _note(
    *, incident: Incident, report: Report | None, columns: Mapping[str, Any], about: str, by: Employee
) -> EvidenceFile:
    incident = held(incident)
    if not can_add_evidence(by, incident, report):
        raise NotPermitted
    if report is not None and report.evidence.count() >= PER_REPORT:
        raise EnoughEvidence
    now = timezone.now()
    evidence = EvidenceFile.objects.create(
        incident=incident,
        report=report,
        **columns,
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
    EVIDENCE.require_whole(evidence)
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
    require_possible_day(day)
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
