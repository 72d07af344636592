"""Writing completions: the row, its commitment, what a person can read of it, and the closed assignment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.people.models import Employee
from portal.audit.trail import many, record
from portal.keys.commitments import commit_many
from training.assignments.choices import AssignmentState, Basis, RevocationCause, Together
from training.assignments.models import (
    Assignment,
    Completion,
    CompletionRecord,
    CompletionRevocation,
    Requirement,
)
from training.assignments.records import canonical_record, facts_of
from training.assignments.registry import tell_completed
from training.courses.models import Attempt, Course, CourseVersion, LessonVisit

BATCH = 500
Shown = Mapping[str, object]


@dataclass(frozen=True)
class Proof:
    """What is to be written for one person: under which requirement, and on what it rests."""

    person: Employee
    course: Course
    basis: Basis
    valid_from: date
    valid_until: date | None = None
    requirement: Requirement | None = None
    # The open assignment that it closes; None where it closes none.
    assignment: Assignment | None = None
    version: CourseVersion | None = None
    attempt: Attempt | None = None
    reason: str = ""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    # A later version of the course has ended it already, or will: from which day, and which version.
    ends: tuple[date, CourseVersion] | None = None
    # Which guidelines its lessons showed, where an older completion already says so.
    shown: Shown | None = None


@dataclass(frozen=True)
class Batch:
    """Completions that share one row of the trail; each record names the batch, and the row their digest."""

    ref: UUID = field(default_factory=uuid4)
    kind: str = "assignments.batch"


def write_proofs(
    proofs: Sequence[Proof], *, by: Employee | None, batch: Batch | None = None
) -> list[Completion]:
    """Write a completion for each and close its assignment. Call it with people and assignments locked.

    The caller notes them in the trail: each alone, or all together as `batch` with `note_batch`.
    """
    written: list[Completion] = []
    for start in range(0, len(proofs), BATCH):
        written += _write(proofs[start : start + BATCH], by, timezone.now(), batch)
    tell_completed(written)
    return written


def note_batch(
    batch: Batch, written: Sequence[Completion], *, course: Course | None, why: Together, by: Employee | None
) -> None:
    """One row of the trail for many completions: how many, and a digest over their references."""
    details = {"why": why.value, "course": course.slug if course else "", **many(one.ref for one in written)}
    record("completions.recorded", by=by, object_type=batch.kind, object_id=str(batch.ref), details=details)


def _write(
    proofs: Sequence[Proof], by: Employee | None, now: datetime, batch: Batch | None
) -> list[Completion]:
    actor, shown = facts_of(by), _shown(proofs)
    rows = [_row(proof, by, now) for proof in proofs]
    records = [
        CompletionRecord(
            completion=row,
            subject=(subject := facts_of(proof.person)),
            actor=actor,
            reason=proof.reason,
            canonical=canonical_record(
                row,
                subject=subject,
                actor=actor,
                shown=shown.get((proof.person.pk, proof.course.pk), {})
                if proof.shown is None
                else proof.shown,
                reason=proof.reason,
                elsewhere=proof.elsewhere,
                batch=str(batch.ref) if batch else "",
            ),
        )
        for proof, row in zip(proofs, rows, strict=True)
    ]
    said = [(proof.person.ref, kept.canonical.encode()) for proof, kept in zip(proofs, records, strict=True)]
    for row, commitment in zip(rows, commit_many(said), strict=True):
        row.commitment = commitment
    Completion.objects.bulk_create(rows)
    for kept, row in zip(records, rows, strict=True):
        kept.completion = row
    CompletionRecord.objects.bulk_create(records)
    _end(proofs, rows, now)
    _close(proofs, now)
    return rows


def _end(proofs: Sequence[Proof], rows: Sequence[Completion], now: datetime) -> None:
    CompletionRevocation.objects.bulk_create(
        CompletionRevocation(
            completion=row,
            ends_on=proof.ends[0],
            cause=RevocationCause.COURSE_CHANGED,
            version=proof.ends[1],
            revoked_at=now,
        )
        for proof, row in zip(proofs, rows, strict=True)
        if proof.ends is not None
    )


def _row(proof: Proof, by: Employee | None, now: datetime) -> Completion:
    return Completion(
        requirement=proof.requirement,
        assignment=proof.assignment,
        course=proof.course,
        version=proof.version,
        attempt=proof.attempt,
        employee=proof.person,
        actor=by,
        basis=proof.basis,
        valid_from=proof.valid_from,
        valid_until=proof.valid_until,
        at=now,
    )


def _shown(proofs: Iterable[Proof]) -> dict[tuple[int, int], dict[str, object]]:
    """Which guidelines the lessons showed to whom passed a quiz; what was done elsewhere showed none here."""
    passed = [proof for proof in proofs if proof.attempt is not None and proof.shown is None]
    if not passed:
        return {}
    visits = LessonVisit.objects.filter(
        employee__in={proof.person.pk for proof in passed}, version__in={proof.version for proof in passed}
    )
    found: dict[tuple[int, int], dict[str, object]] = {}
    for person, course, guidelines in visits.values_list("employee", "course", "guidelines"):
        found.setdefault((person, course), {}).update(guidelines)
    mine = {(proof.person.pk, proof.course.pk) for proof in passed}
    return {key: shown for key, shown in found.items() if key in mine}


def _close(proofs: Iterable[Proof], now: datetime) -> None:
    """Only exemptions carry a reason of their own; all others are closed together."""
    done = []
    for proof in proofs:
        if proof.assignment is None:
            continue
        if proof.basis != Basis.WAIVED:
            done.append(proof.assignment.pk)
            continue
        Assignment.objects.filter(pk=proof.assignment.pk).update(
            state=AssignmentState.EXEMPT, closed_at=now, paused_on=None, exempt_reason=proof.reason
        )
    Assignment.objects.filter(pk__in=done).update(state=AssignmentState.DONE, closed_at=now, paused_on=None)
