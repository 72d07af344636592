"""What somebody was held to and has done, for HR: never attempts or answers (T6). Few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from accounts.people.models import Employee
from reports.dashboards.standing import Standing
from reports.training.standing import standing_on
from reports.training.titles import course_titles
from training.assignments.choices import AssignmentState, EvidenceState
from training.assignments.models import Assignment, Completion
from training.assignments.proof import Proof, proof_on
from training.courses.choices import CourseKind
from training.courses.models import Course
from training.courses.reading import titles_of

ASSIGNMENTS, COMPLETIONS = 200, 200
RELATED = (
    "course__current",
    "requirement__audience",
    "completion__version",
    "completion__record",
    "completion__actor",
)
EVENTS = ("extensions__extended_by", "evidence__recorded_by", "completion__revocations")


@dataclass(frozen=True)
class Chapter:
    """One duty with all that happened to it, or a course done of one's own accord."""

    title: str
    assignment: Assignment | None
    completion: Completion | None
    standing: Standing | None
    person: Employee

    @property
    def is_open(self) -> bool:
        return self.assignment is not None and self.assignment.state == AssignmentState.OPEN

    @property
    def revocations(self) -> list[Any]:
        return list(self.completion.revocations.all()) if self.completion else []

    @property
    def can_be_revoked(self) -> bool:
        return self.completion is not None and not self.revocations

    @property
    def waiting_evidence(self) -> Any:
        found = self.assignment.evidence.all() if self.assignment else ()
        return next((one for one in found if one.state == EvidenceState.WAITING), None)

    @property
    def has_limited_attempts(self) -> bool:
        """Whether another attempt could be given at all. How many were used is the person's own affair."""
        course = self.assignment.course if self.assignment else None
        return bool(course and course.kind == CourseKind.OWN and course.current and course.current.attempts)


@dataclass(frozen=True)
class OnDay:
    """Whether one duty was fulfilled on a day, on what proof; without a duty, what else counted that day."""

    title: str
    assignment: Assignment | None
    proof: Proof | None
    due_on: date | None = None

    @cached_property
    def basis(self) -> str:
        return Completion(basis=self.proof.basis).get_basis_display() if self.proof else ""


def chapters_of(person: Employee, language: str, today: date) -> list[Chapter]:
    """Open duties first, then the newest. Eight queries at most."""
    assignments = Assignment.objects.of(person).select_related(*RELATED).prefetch_related(*EVENTS)
    rows = list(assignments.order_by("-assigned_at", "-pk")[:ASSIGNMENTS])
    alone = (
        Completion.objects.of(person)
        .filter(assignment=None)
        .select_related("course__current", "version", "record", "actor")
    )
    voluntary = list(alone.prefetch_related("revocations").order_by("-at", "-pk")[:COMPLETIONS])
    named = _Names(rows, voluntary, language)
    chapters = [_chapter(row, named, today, person) for row in rows]
    chapters += [Chapter(named.of_completion(one), None, one, None, person) for one in voluntary]
    return sorted(chapters, key=lambda chapter: not chapter.is_open)


def on_day(person: Employee, language: str, day: date) -> list[OnDay]:
    """T1: what `person` was held to on `day`, and which proof counted then."""
    proofs = list(proof_on([person.pk], day))
    counting = {proof.requirement: proof for proof in reversed(proofs)}
    duties = _duties_on(person, day)
    courses = {one.course for one in duties}
    courses |= set(Course.objects.filter(pk__in={proof.course for proof in proofs}))
    titles = course_titles(courses, language)
    held = {duty.requirement_id for duty in duties}
    found = [
        OnDay(titles[duty.course_id], duty, counting.get(duty.requirement_id), _due_then(duty, day))
        for duty in duties
    ]
    found += [OnDay(titles[proof.course], None, proof) for proof in proofs if proof.requirement not in held]
    return sorted(found, key=lambda one: (one.proof is not None, one.title.casefold()))


def _chapter(row: Assignment, named: "_Names", today: date, person: Employee) -> Chapter:
    completion = getattr(row, "completion", None)
    title = named.of_completion(completion) if completion else named.courses[row.course_id]
    return Chapter(title, row, completion, standing_on(row, today), person)


def _duties_on(person: Employee, day: date) -> list[Assignment]:
    """The newest round of each requirement that was assigned by then and had not ended without being done."""
    rows = (
        Assignment.objects.of(person)
        .filter(assigned_on__lte=day)
        .select_related("course__current", "requirement__audience")
    )
    newest: dict[int, Assignment] = {}
    for row in rows.prefetch_related("extensions").order_by("cycle"):
        newest[row.requirement_id] = row
    return [row for row in newest.values() if not _had_ended(row, day)]


def _had_ended(row: Assignment, day: date) -> bool:
    over = row.state in (AssignmentState.WITHDRAWN, AssignmentState.CLOSED_LEAVER)
    return over and row.closed_at is not None and row.closed_at.date() <= day


def _due_then(row: Assignment, day: date) -> date:
    """What HR extended later still had its earlier due date."""
    later = [one for one in row.extensions.all() if one.extended_at.date() > day]
    return min(later, key=lambda one: one.extended_at).from_day if later else row.due_on


class _Names:
    """What courses are called now, and what they were called in the version that was done."""

    def __init__(self, rows: Iterable[Assignment], voluntary: Iterable[Completion], language: str) -> None:
        rows, voluntary = list(rows), list(voluntary)
        courses = {row.course for row in rows} | {one.course for one in voluntary}
        self.courses = course_titles(courses, language)
        done = [getattr(row, "completion", None) for row in rows]
        self.versions = titles_of(
            {one.version_id for one in (*done, *voluntary) if one and one.version_id}, language
        )

    def of_completion(self, completion: Completion) -> str:
        return self.versions.get(completion.version_id or 0, self.courses[completion.course_id])
