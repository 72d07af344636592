"""Proof somebody already has, of another requirement or of their own accord, counts for a new one too."""

import json
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.people.calendar import local_day
from training.assignments.choices import Basis, Together
from training.assignments.models import Assignment, Completion, Requirement
from training.assignments.operations.proving import Batch, Proof, note_batch, write_proofs
from training.assignments.querysets import CompletionQuerySet
from training.assignments.validity import valid_until

BATCH = 500


def carry_over(requirement: Requirement, assignments: QuerySet[Assignment]) -> int:
    """Write, for each of `assignments` whose person has proof of the course, a completion of its own.

    An exemption is from one requirement and does not carry over, nor does proof that ends because the course
    has changed. Returns how many were done at once.
    """
    proven = _from_elsewhere(requirement).values("employee")
    pks = list(assignments.filter(employee__in=proven).order_by("pk").values_list("pk", flat=True))
    carried = 0
    for start in range(0, len(pks), BATCH):
        rows = Assignment.objects.filter(pk__in=pks[start : start + BATCH]).select_related(
            "requirement",
            *(f"employee__{place}" for place in ("department", "entity", "location")),
            "location",
        )
        batch = Batch()
        sources = _sources(requirement, list(rows))
        written = write_proofs(
            [_proof(source, assignment, requirement, until) for source, assignment, until in sources],
            by=None,
            batch=batch,
        )
        carried += len(written)
        if written:
            note_batch(batch, written, course=requirement.course, why=Together.CARRIED_OVER, by=None)
    return carried


def _from_elsewhere(requirement: Requirement) -> CompletionQuerySet:
    others = Completion.objects.filter(course=requirement.course_id).lasting_on(timezone.localdate())
    own = Q(requirement=requirement.pk)
    return others.filter(revocations=None).exclude(own).exclude(basis=Basis.WAIVED)


Source = tuple[Completion, Assignment, date | None]


def _sources(requirement: Requirement, assignments: Iterable[Assignment]) -> list[Source]:
    """For each person the newest completion that still counts by this requirement's rule."""
    by_person = {one.employee_id: one for one in assignments}
    found: dict[int, Source] = {}
    rows = _from_elsewhere(requirement).of_people(by_person).with_parts().select_related("attempt__version")
    for completion in rows.order_by("valid_from", "pk"):
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
