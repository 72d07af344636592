"""Proof from elsewhere: a file, a note and a second person; the learner hears of the decision."""

import hashlib
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from portal.audit.chain import storable
from portal.audit.trail import operation, record
from portal.documents.keeping import read_stored
from training.assignments.choices import Basis, EvidenceState
from training.assignments.emails import tell_decision
from training.assignments.models import Assignment, Completion, EquivalentEvidence
from training.assignments.operations.completing import complete
from training.assignments.operations.handling import opened, reason_in
from training.assignments.permissions import require_other_hr
from training.assignments.rules import (
    CaseSettled,
    FileRequired,
    NotInFuture,
    SecondPersonRequired,
    TooLongAgo,
)
from training.assignments.validity import valid_until


@operation(refused="training.refused")
def record_equivalent(
    *, assignment: Assignment, done_on: date, note: str, file_name: str, file: bytes, by: Employee
) -> EquivalentEvidence:
    """Put proof from elsewhere on record; it counts once `decide_equivalent` was called by somebody else.

    Raises `NotPermitted`, `NotYourself`, `FileRequired`, `AssignmentNotOpen`, `NotInFuture`, `TooLongAgo`,
    and `CaseSettled` while another file waits.
    """
    require_other_hr(by, assignment.employee)
    note = storable(note).strip()
    if not file or not note:
        raise FileRequired
    assignment = opened(assignment)
    if assignment.evidence.filter(state=EvidenceState.WAITING).exists():
        raise CaseSettled
    _require_counting(assignment, done_on)
    sha256 = hashlib.sha256(file).hexdigest()
    evidence = _kept(
        file,
        assignment=assignment,
        done_on=done_on,
        note=note,
        file_name=storable(file_name)[:200],
        sha256=sha256,
        recorded_by=by,
        recorded_at=timezone.now(),
    )
    details = {"file": sha256}
    record("equivalent.recorded", by=by, on_behalf_of=assignment.employee, obj=evidence, details=details)
    return evidence


@operation(refused="training.refused")
def decide_equivalent(
    *, evidence: EquivalentEvidence, accept: bool, by: Employee, note: str = ""
) -> list[Completion]:
    """The second person has looked at the file: it counts for everything open of the course, or not at all.

    A refusal needs a note. Raises `NotPermitted`, `SecondPersonRequired`, `CaseSettled`, `ReasonRequired`,
    `AssignmentNotOpen`, `TooLongAgo`, and `StoredFileDamaged`: nobody has looked at a file that is gone.
    """
    evidence = _waiting(evidence, by)
    if not accept:
        note = reason_in(note)
    if note.strip():
        evidence.note = f"{evidence.note}\n\n{storable(note).strip()}"
    written = _accept(evidence, by) if accept else []
    evidence.state = EvidenceState.ACCEPTED if accept else EvidenceState.REFUSED
    evidence.decided_by, evidence.decided_at = by, timezone.now()
    evidence.save(update_fields=["state", "decided_by", "decided_at", "note"])
    verb = "equivalent.accepted" if accept else "equivalent.refused"
    record(verb, by=by, on_behalf_of=evidence.assignment.employee, obj=evidence)
    tell_decision(evidence, note=note)
    return written


def _accept(evidence: EquivalentEvidence, by: Employee) -> list[Completion]:
    read_stored(evidence, name=evidence.stored_as, sha256=evidence.sha256)
    assignment = opened(evidence.assignment)
    _require_counting(assignment, evidence.done_on)
    return complete(
        person=assignment.employee,
        course=assignment.course,
        basis=Basis.EQUIVALENT,
        on=evidence.done_on,
        by=evidence.recorded_by,
        reason=evidence.note,
        elsewhere={
            "sha256": evidence.sha256,
            "recorded_by": evidence.recorded_by.name,
            "decided_by": by.name,
        },
    )


def _require_counting(assignment: Assignment, day: date) -> None:
    """What was done long ago may not count any more by the requirement's own rule."""
    today = local_day(timezone.now(), assignment.location)
    if day > today:
        raise NotInFuture
    until = valid_until(assignment.requirement, day)
    if until is not None and until < today:
        raise TooLongAgo


def _kept(file: bytes, **facts: Any) -> EquivalentEvidence:
    """Store the file and its row; a row that is refused leaves no file."""
    name = storages["evidence"].save(f"training-evidence/{facts['sha256']}", ContentFile(file))
    try:
        return EquivalentEvidence.objects.create(stored_as=name, **facts)
    except BaseException:
        storages["evidence"].delete(name)
        raise


def _waiting(evidence: EquivalentEvidence, by: Employee) -> EquivalentEvidence:
    require_other_hr(by, evidence.assignment.employee)
    EquivalentEvidence.objects.select_for_update(no_key=True).get(pk=evidence.pk)
    found = EquivalentEvidence.objects.select_related(
        "assignment__employee", "assignment__course", "recorded_by__department", "recorded_by__location"
    ).get(pk=evidence.pk)
    if found.state != EvidenceState.WAITING:
        raise CaseSettled
    if by.pk == found.recorded_by_id:
        raise SecondPersonRequired
    return found
