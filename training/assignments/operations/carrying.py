"""Proof somebody already has, of another requirement or of their own accord, counts for a new one too."""

import json
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.people.calendar import local_day
from portal.audit.trail import many, record
from training.assignments.choices import Basis
from training.assignments.models import Assignment, Completion, CompletionRevocation, Requirement
from training.assignments.operations.proving import Proof, write_proofs
from training.assignments.querysets import CompletionQuerySet
from training.assignments.validity import valid_until

BATCH = 500


def carry_over(requirement: Requirement, assignments: QuerySet[Assignment]) -> int:
    """Write, for each of `assignments` whose person has proof of the course, a completion of its own.

    An exemption is from one requirement and does not carry over. Returns how many were done at once.
    """
    proven = _from_elsewhere(requirement).values("employee")
    pks = list(assignments.filter(employee__in=proven).order_by("pk").values_list("pk", flat=True))
    carried = 0
    for start in range(0, len(pks), BATCH):
        rows = Assignment.objects.filter(pk__in=pks[start : start + BATCH]).select_related(
            "requirement",
            "location",
            *(f"employee__{place}" for place in ("department", "entity", "location")),
        )
        written = _carry(requirement, list(rows))
        carried += len(written)
        if written:
            record("training.carried_over", obj=requirement, details=many(one.ref for one in written))
    return carried


def _carry(requirement: Requirement, assignments: list[Assignment]) -> list[Completion]:
    """What ends on a day ends on that day here, too."""
    found = _sources(requirement, assignments)
    proofs = [_proof(source, assignment, requirement, until) for source, assignment, until in found]
    written = write_proofs(proofs, by=None)
    CompletionRevocation.objects.bulk_create(
        CompletionRevocation(
            completion=completion,
            ends_on=revocation.ends_on,
            cause=revocation.cause,
            version_id=revocation.version_id,
            reason=revocation.reason,
            revoked_by_id=revocation.revoked_by_id,
            revoked_at=revocation.revoked_at,
        )
        for completion, (source, _assignment, _until) in zip(written, found, strict=True)
        for revocation in source.revocations.all()
    )
    return written


def _from_elsewhere(requirement: Requirement) -> CompletionQuerySet:
    others = Completion.objects.filter(course=requirement.course_id).lasting_on(timezone.localdate())
    return others.exclude(basis=Basis.WAIVED)


Source = tuple[Completion, Assignment, date | None]


def _sources(requirement: Requirement, assignments: Iterable[Assignment]) -> list[Source]:
    """For each person the newest completion that still counts by this requirement's rule."""
    by_person = {one.employee_id: one for one in assignments}
    found: dict[int, Source] = {}
    rows = _from_elsewhere(requirement).of_people(by_person).with_parts().select_related("attempt__version")
    for completion in rows.prefetch_related("revocations").order_by("valid_from", "pk"):
        assignment = by_person[completion.employee_id]
        until = valid_until(requirement, completion.valid_from)
        if until is None or until >= local_day(timezone.now(), assignment.location):
            found[completion.employee_id] = (completion, assignment, until)
    return list(found.values())


def _proof(
    completion: Completion, assignment: Assignment, requirement: Requirement, until: date | None
) -> Proof:
    said = json.loads(completion.record.canonical) if hasattr(completion, "record") else {}
    return Proof(
        person=assignment.employee,
        course=completion.course,
        basis=Basis(completion.basis),
        valid_from=completion.valid_from,
        valid_until=until,
        requirement=requirement,
        assignment=assignment,
        version=completion.version,
        attempt=completion.attempt,
        reason=said.get("reason", ""),
        elsewhere={**said.get("elsewhere", {}), "carried_from": str(completion.ref)},
        shown=said.get("guidelines", {}),
    )
