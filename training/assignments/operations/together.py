"""Recording for many people what they did elsewhere: a list of a course held, or history of another system.

Five hundred people at a time are locked, asked for once, and written in a few statements.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from training.assignments.choices import Basis
from training.assignments.endings import Versions
from training.assignments.models import Assignment, Completion, Requirement
from training.assignments.operations.assigning import held_to, recertify
from training.assignments.operations.proving import Batch, Proof, write_proofs
from training.assignments.standing import last_day_of
from training.assignments.validity import valid_until
from training.courses.models import Course, CourseVersion

CHUNK = 500
# Who did it, and when; somebody may have done it several times.
Done = Mapping[int, Sequence[date]]


@dataclass(frozen=True)
class Telling:
    """What is the same for all: what it rests on, where it was, who says so."""

    basis: Basis
    by: Employee
    batch: Batch
    reason: str = ""
    elsewhere: Mapping[str, str] = field(default_factory=dict)


def record_together(course: Course, done: Done, telling: Telling) -> list[Completion]:
    """Write completions of one course for many people. The caller notes the batch in the trail."""
    requirements = list(Requirement.objects.in_force().filter(course=course).order_by("pk"))
    versions = Versions(course)
    written: list[Completion] = []
    people = sorted(done)
    for start in range(0, len(people), CHUNK):
        some = {pk: done[pk] for pk in people[start : start + CHUNK]}
        proofs = _Chunk(course, requirements, versions, telling, some).proofs()
        written += write_proofs(proofs, by=telling.by, batch=telling.batch)
    return written


class _Chunk:
    """Some hundred people, with everything that is asked about them looked up once."""

    def __init__(
        self,
        course: Course,
        requirements: Sequence[Requirement],
        versions: Versions,
        telling: Telling,
        done: Done,
    ) -> None:
        self._course, self._versions, self._telling, self._done = course, versions, telling, done
        self._people = _locked(done)
        chosen = Employee.objects.filter(pk__in=list(done))
        today = timezone.localdate()
        for requirement in requirements:
            recertify(requirement=requirement, today=today, only=chosen)
        self._open = _open_of(course, done)
        self._proofs = _proofs_of(course, done)
        self._held = [
            (requirement, set(held_to(requirement, chosen).values_list("pk", flat=True)))
            for requirement in requirements
        ]

    def proofs(self) -> list[Proof]:
        return [
            proof
            for person in self._people
            for on in sorted(self._done[person.pk])
            for proof in self._of(person, on)
        ]

    def _of(self, person: Employee, on: date) -> list[Proof]:
        targets: list[Requirement] = [
            requirement
            for requirement, held in self._held
            if person.pk in held or (person.pk, requirement.pk) in self._open
        ]
        found = [self._proof(person, on, requirement) for requirement in targets]
        return found or [self._proof(person, on, None)]

    def _proof(self, person: Employee, on: date, requirement: Requirement | None) -> Proof:
        """What counts today closes what is open; what is history already only tells of it (T1)."""
        until = self._until(person, on, requirement)
        ends = self._versions.ending_after(on)
        counts = ends is None and (until is None or until >= local_day(timezone.now(), person.location))
        opened = self._open.pop((person.pk, requirement.pk), None) if requirement and counts else None
        return Proof(
            person=person,
            course=self._course,
            basis=self._telling.basis,
            valid_from=on,
            valid_until=until,
            requirement=requirement,
            assignment=opened,
            version=self._version(on),
            reason=self._telling.reason,
            elsewhere=self._telling.elsewhere,
            ends=None if ends is None or (until is not None and until < ends[0]) else ends,
        )

    def _until(self, person: Employee, on: date, requirement: Requirement | None) -> date | None:
        if requirement is None:
            return None
        counting = [
            last_day
            for proof in self._proofs.get((person.pk, requirement.pk), ())
            if (last_day := last_day_of(proof)) is not None and proof.valid_from <= on <= last_day
        ]
        return valid_until(requirement, on, renewing=max(counting, default=None))

    def _version(self, on: date) -> CourseVersion | None:
        """An earlier system knew no versions of ours."""
        return None if self._telling.basis == Basis.IMPORTED else self._versions.in_force_on(on)


def _locked(people: Iterable[int]) -> list[Employee]:
    list(Employee.objects.held().filter(pk__in=list(people)).values_list("pk", flat=True))
    rows = Employee.objects.filter(pk__in=list(people)).order_by("pk")
    return list(rows.select_related("department", "entity", "location"))


def _open_of(course: Course, people: Iterable[int]) -> dict[tuple[int, int], Assignment]:
    rows = Assignment.objects.open().of_course(course).filter(employee__in=list(people))
    locked = rows.select_for_update(of=("self",), no_key=True).order_by("pk").select_related("requirement")
    return {(one.employee_id, one.requirement_id): one for one in locked}


def _proofs_of(course: Course, people: Iterable[int]) -> dict[tuple[int, int], list[Completion]]:
    found: dict[tuple[int, int], list[Completion]] = {}
    rows = Completion.objects.filter(course=course, employee__in=list(people), requirement__isnull=False)
    for completion in rows.with_end():
        found.setdefault((completion.employee_id, completion.requirement_id or 0), []).append(completion)
    return found
