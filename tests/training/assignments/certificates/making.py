"""Completions with the rows that belong to them, of every basis."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.policies.models import Rendition
from guidelines.policies.records import snapshot
from portal.audit.chain import canonical_text
from portal.audit.trail import operation, record
from portal.keys.commitments import commit
from training.assignments.choices import Basis
from training.assignments.models import Completion, CompletionRecord, CompletionRevocation
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
    """A completion as `training.assignments` writes it."""
    on = on or timezone.localdate()
    completion = Completion(
        course=version.course,
        version=None if basis == Basis.IMPORTED else version,
        attempt=attempt_of(person, version) if basis == Basis.PASSED else None,
        employee=person,
        actor=by or person,
        basis=basis,
        valid_from=on,
        valid_until=until,
        at=timezone.now(),
    )
    canonical = canonical_text({**_facts(completion, person, by or person), **more})
    completion.commitment = commit(person.ref, canonical.encode())
    completion.save()
    CompletionRecord.objects.create(
        completion=completion,
        subject=snapshot(person),
        actor=snapshot(by or person),
        canonical=canonical,
        reason=more.get("reason", ""),
    )
    details = {"basis": basis.value, "course": version.course.slug, "commitment": completion.commitment}
    record("completion.recorded", by=by or person, obj=completion, details=details)
    return completion


def _facts(completion: Completion, person: Employee, by: Employee) -> dict[str, Any]:
    version, attempt = completion.version, completion.attempt
    facts: dict[str, Any] = {
        "format": "leitplanke-completion/1",
        "completion": str(completion.ref),
        "course": {
            "ref": str(completion.course.ref),
            "slug": completion.course.slug,
            "version": version.number if version else "",
            "version_ref": str(version.ref) if version else "",
            "binding": version.binding if version else "",
        },
        "guidelines": shown() if attempt else {},
        "basis": completion.basis,
        "valid_from": completion.valid_from.isoformat(),
        "valid_until": completion.valid_until.isoformat() if completion.valid_until else "",
        "at": completion.at.isoformat(),
        "subject": snapshot(person),
        "actor": snapshot(by),
    }
    if attempt:
        facts["attempt"] = {
            "ref": str(attempt.ref),
            "percent": attempt.percent,
            "pass_percent": 80,
            "asked": attempt.asked,
        }
    return facts


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
