"""Completions of a required course, as rows: what is tested is what is read of them."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.records import snapshot
from tests.factories.policies import everyone
from training.assignments.choices import Basis, RevocationCause
from training.assignments.models import Completion, CompletionRecord, CompletionRevocation, Requirement
from training.courses.choices import ChangeClass
from training.courses.models import Course, CourseVersion


def required(by: Employee) -> Requirement:
    course = Course.objects.create(slug="social-media-basics")
    return Requirement.objects.create(course=course, audience=everyone(), made_by=by, made_at=timezone.now())


def version_of(course: Course, by: Employee) -> CourseVersion:
    return CourseVersion.objects.create(
        course=course,
        major=2,
        minor=1,
        change_class=ChangeClass.MATERIAL,
        authoritative_language="de",
        minutes=20,
        released_at=timezone.now(),
        proposed_by=by,
        approved_by=by,
        binding="0" * 64,
    )


def completed(person: Employee, requirement: Requirement | None, **facts: Any) -> Completion:
    """Attended in person, with the record that says who it was."""
    course = requirement.course if requirement else facts.pop("course")
    defaults: dict[str, Any] = {
        "basis": Basis.ATTENDED,
        "valid_from": date(2026, 11, 20),
        "valid_until": date(2028, 11, 19),
        "at": timezone.now(),
        "commitment": "0" * 64,
    }
    row = Completion.objects.create(
        employee=person, requirement=requirement, course=course, **{**defaults, **facts}
    )
    CompletionRecord.objects.create(
        completion=row, subject=snapshot(person), actor={}, reason="Was there.", canonical="{}"
    )
    return row


def revoke(completion: Completion, on: date) -> CompletionRevocation:
    return CompletionRevocation.objects.create(
        completion=completion, ends_on=on, cause=RevocationCause.COURSE_CHANGED, revoked_at=timezone.now()
    )
