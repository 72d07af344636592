"""Required courses for tests: rows as `release_course` leaves them, duties by the real operations."""

import hashlib
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.people.models import Audience, Employee
from tests.factories.policies import everyone
from training.assignments.models import Assignment, Completion, Requirement
from training.assignments.operations import Terms, require_course
from training.courses.choices import AttemptState, ChangeClass, Effect
from training.courses.models import Attempt, Course, CourseText, CourseVersion
from training.courses.registry import tell_passed, tell_released


def digest(*words: object) -> str:
    return hashlib.sha256(" ".join(map(str, words)).encode()).hexdigest()


def course(slug: str = "basics", *, by: Employee, **facts: Any) -> Course:
    """A released course in German and English."""
    made = Course.objects.create(slug=slug)
    new_version(made, by=by, **facts)
    return made


def new_version(
    of: Course, *, by: Employee, released_at: datetime | None = None, **facts: Any
) -> CourseVersion:
    """The next version of a course, material unless said otherwise, with the effect that `facts` name."""
    major = of.versions.count() + 1
    terms: dict[str, Any] = {
        "change_class": ChangeClass.MATERIAL,
        "effect": Effect.KEEP,
        "authoritative_language": "de",
        "change_summary": {"de": "Neu.", "en": "New."},
    }
    version = CourseVersion.objects.create(
        course=of,
        major=major,
        minor=0,
        minutes=20,
        released_at=released_at or timezone.now(),
        proposed_by=by,
        approved_by=by,
        binding=digest(of.slug, major),
        **{**terms, **facts},
    )
    for language, title in (("de", "Grundlagen"), ("en", "Basics")):
        CourseText.objects.create(
            version=version,
            language=language,
            title=f"{title} {of.slug}",
            lessons="[]",
            sha256=digest(of.slug, major, language),
        )
    of.current = version
    of.save(update_fields=["current"])
    if major > 1:
        tell_released(version)
    return version


def require(
    of: Course, *, audience: Audience | None = None, by: Employee | None = None, **terms: Any
) -> Requirement:
    """Hold `audience` (everyone) to a course."""
    return require_course(course=of, audience=audience or everyone(), terms=Terms(**terms), by=by)


def attempt(person: Employee, of: Course, **facts: Any) -> Attempt:
    """A passed attempt that nobody has been told of."""
    of.refresh_from_db()
    now = timezone.now()
    passed = {"state": AttemptState.PASSED, "asked": 10, "right": 9, "critical_missed": False}
    return Attempt.objects.create(
        employee=person, course=of, version=of.current, started_at=now, ended_at=now, **{**passed, **facts}
    )


def do(person: Employee, of: Course) -> list[Completion]:
    """Pass the quiz of a course; gives what was written of it, newest first."""
    gone = attempt(person, of)
    tell_passed(gone)
    return list(Completion.objects.filter(attempt=gone).order_by("-pk"))


def assignment_of(person: Employee, requirement: Requirement | None = None) -> Assignment:
    """The newest assignment of `person`."""
    rows = Assignment.objects.of(person)
    if requirement is not None:
        rows = rows.filter(requirement=requirement)
    return rows.latest("pk")
