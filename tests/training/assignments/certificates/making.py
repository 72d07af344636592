"""Completions with the rows that belong to them, of every basis."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.models import Rendition
from portal.audit.trail import operation
from training.assignments.choices import Basis
from training.assignments.models import Completion, CompletionRevocation
from training.assignments.operations.completing import note
from training.assignments.operations.proving import Proof, write_proofs
from training.courses.choices import AttemptState, ChangeClass
from training.courses.models import Attempt, Course, CourseText, CourseVersion

TITLES = {"de": "Sicher auftreten in sozialen Medien", "en": "Confident in social media"}


def course_version(cast: Any, *, slug: str = "basics", titles: dict[str, str] = TITLES) -> CourseVersion:
    course = Course.objects.create(slug=slug)
    version = CourseVersion.objects.create(
        course=course,
        major=2,
        minor=1,
        minutes=20,
        change_class=ChangeClass.MATERIAL,
        authoritative_language="de",
        released_at=timezone.now(),
        proposed_by=cast.edda,
        approved_by=cast.falk,
        binding="b1" * 32,
    )
    for language, title in titles.items():
        CourseText.objects.create(
            version=version, language=language, title=title, lessons="[]", sha256=language * 32
        )
    course.current = version
    course.save(update_fields=["current"])
    return version


def attempt_of(person: Employee, version: CourseVersion) -> Attempt:
    now = timezone.now()
    return Attempt.objects.create(
        employee=person,
        course=version.course,
        version=version,
        state=AttemptState.PASSED,
        started_at=now,
        ended_at=now,
        asked=12,
        right=11,
        critical_missed=False,
    )


@operation
def done(
    person: Employee,
    version: CourseVersion,
    *,
    basis: Basis = Basis.PASSED,
    by: Employee | None = None,
    on: date | None = None,
    until: date | None = None,
    **more: Any,
) -> Completion:
    """A completion as the operations write it, for the days that a test needs."""
    proof = Proof(
        person=person,
        course=version.course,
        basis=basis,
        valid_from=on or timezone.localdate(),
        valid_until=until,
        version=None if basis == Basis.IMPORTED else version,
        attempt=attempt_of(person, version) if basis == Basis.PASSED else None,
        shown=shown() if basis == Basis.PASSED else {},
        **more,
    )
    (completion,) = write_proofs([proof], by=by or person)
    note(completion, by=by or person, on_behalf_of=person)
    return completion


def shown() -> dict[str, list[str]]:
    """Every guideline there is, as if the lessons showed it in German."""
    texts = Rendition.objects.filter(language="de").select_related("version__policy")
    return {text.version.policy.slug: [text.version.number, text.sha256] for text in texts}


def revoked(completion: Completion, *, cause: str, on: date, by: Employee) -> CompletionRevocation:
    return CompletionRevocation.objects.create(
        completion=completion, ends_on=on, cause=cause, revoked_by=by, revoked_at=timezone.now()
    )


def in_two_years() -> date:
    return timezone.localdate() + timedelta(days=730)
