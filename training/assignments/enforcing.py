"""Access depends on proof (A1): what an account's rules can require, and what requirements impose.

Everything is decided at the moment of use, from rows that say on which days something counts: proof that
runs out closes access at midnight where its holder works, whether or not a job has run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.access.models import AccessGrant
from accounts.access.registry import Requirement as Required
from accounts.people.calendar import end_of_day, local_day
from accounts.people.models import Employee
from training.assignments.choices import ENFORCED, AssignmentState, Enforcement
from training.assignments.models import Assignment, Completion
from training.assignments.querysets import CompletionQuerySet
from training.assignments.standing import is_overdue, last_day_of, last_grace_day
from training.courses.choices import CourseKind
from training.courses.models import Course
from training.courses.reading import titles_of

PREFIX = "training"


def choices() -> list[tuple[str, str]]:
    """Every course in force that the portal marks itself, by its title; a package only reports (T4)."""
    courses = list(Course.objects.in_force().filter(kind=CourseKind.OWN).order_by("slug"))
    titles = titles_of([one.current_id for one in courses if one.current_id], _language())
    return [(f"{PREFIX}:{one.slug}", titles.get(one.current_id or 0, one.slug)) for one in courses]


def check(person: Employee, key: str) -> Required:
    """Whether `person` has proof of the course that counts today, where they work; required or not.

    A course that was withdrawn holds nobody to anything.
    """
    slug = key.removeprefix(f"{PREFIX}:")
    course = Course.objects.filter(slug=slug).first()
    if course is None or course.current_id is None or course.kind != CourseKind.OWN:
        return Required(key, slug, is_met=False)
    title = titles_of([course.current_id], _language()).get(course.current_id, slug)
    if course.retired_at is not None:
        return Required(key, title, is_met=True)
    today = local_day(timezone.now(), person.location)
    proofs = list(Completion.objects.of(person).filter(course=course).with_end())
    if any(_counts(one, today) for one in proofs):
        return Required(key, title, is_met=True)
    lapsed_at = max((_end_of(one, person) for one in proofs), default=None)
    return Required(key, title, is_met=False, url=_address(slug), lapsed_at=lapsed_at)


@dataclass
class _Case:
    """One person and one requirement that access depends on."""

    assignments: list[Assignment] = field(default_factory=list)
    proofs: list[Completion] = field(default_factory=list)


def imposed(grants: Sequence[AccessGrant], now: datetime) -> dict[int, list[Required]]:
    """By grant, which courses are missing for it; one query where nothing is enforced, three where it is."""
    cases = _cases({grant.person_id for grant in grants})
    if not cases:
        return {}
    courses = {one.course for case in cases.values() for one in case.assignments}
    titles = titles_of([course.current_id for course in courses if course.current_id], _language())
    found: dict[int, list[Required]] = {}
    for grant in grants:
        for (person, _requirement), case in cases.items():
            if person == grant.person_id and _stands_in_the_way(case, grant, now):
                found.setdefault(grant.pk, []).append(_missing(case, grant.person, titles))
    return found


def _cases(people: Iterable[int]) -> dict[tuple[int, int], _Case]:
    """Requirements in force by which access is enforced, of whom they hold today."""
    held = Assignment.objects.filter(
        employee__in=people,
        requirement__enforcement__in=ENFORCED,
        requirement__ended_at=None,
        course__retired_at=None,
        employee__audience_memberships__audience=F("requirement__audience"),
    )
    cases: dict[tuple[int, int], _Case] = {}
    for assignment in held.select_related("requirement", "course").order_by("cycle"):
        key = (assignment.employee_id, assignment.requirement_id)
        cases.setdefault(key, _Case()).assignments.append(assignment)
    if cases:
        for proof in _proofs({person for person, _ in cases}, {requirement for _, requirement in cases}):
            case = cases.get((proof.employee_id, proof.requirement_id or 0))
            if case is not None:
                case.proofs.append(proof)
    return cases


def _proofs(people: Iterable[int], requirements: Iterable[int]) -> CompletionQuerySet:
    return Completion.objects.filter(employee__in=people, requirement__in=requirements).with_end()


def _stands_in_the_way(case: _Case, grant: AccessGrant, now: datetime) -> bool:
    place = grant.person.location
    today = local_day(now, place)
    if any(_counts(proof, today) for proof in case.proofs):
        return False
    if case.assignments[-1].requirement.enforcement == Enforcement.SUSPEND:
        return _is_closed(case, today)
    began = local_day(grant.starts_at, place)
    held_before = case.assignments[0].assigned_at <= grant.starts_at
    return held_before and not any(_counts(proof, began) for proof in case.proofs)


def _is_closed(case: _Case, today: date) -> bool:
    """Proof that has ended closes after the days of grace; without any ever, the due date decides."""
    newest = case.assignments[-1]
    grace = timedelta(days=newest.requirement.grace_days)
    if case.proofs:
        return all(_last_counted(proof) + grace < today for proof in case.proofs)
    return (
        newest.state == AssignmentState.OPEN
        and is_overdue(newest, today)
        and last_grace_day(newest, newest.requirement) < today
    )


def _missing(case: _Case, person: Employee, titles: dict[int, str]) -> Required:
    newest = case.assignments[-1]
    course, grace = newest.course, timedelta(days=newest.requirement.grace_days)
    lapsed_at = max((_end_of(proof, person) for proof in case.proofs), default=None)
    return Required(
        key=f"{PREFIX}:{course.slug}",
        title=titles.get(course.current_id or 0, course.slug),
        is_met=False,
        url=_address(course.slug),
        lapsed_at=lapsed_at + grace if lapsed_at is not None else None,
    )


def _counts(proof: Completion, day: date) -> bool:
    last_day = last_day_of(proof)
    return proof.valid_from <= day and (last_day is None or day <= last_day)


def _last_counted(proof: Completion) -> date:
    """Asked only of proof that does not count any more; what begins tomorrow elsewhere has not ended."""
    return last_day_of(proof) or date.max - timedelta(days=366)


def _end_of(proof: Completion, person: Employee) -> datetime:
    """When it ceased to count: at midnight, or when a new version of the course ended it at once."""
    over = end_of_day(_last_counted(proof), person.location)
    revoked_at: datetime | None = getattr(proof, "revoked_at", None)
    at_once = revoked_at is not None and revoked_at > over and over + timedelta(days=1) > revoked_at
    return revoked_at if at_once and revoked_at is not None else over


def _address(slug: str) -> str:
    return reverse("courses:course-show", args=[slug])


def _language() -> str:
    return (get_language() or "")[:2]
