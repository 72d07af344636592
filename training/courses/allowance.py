"""How many attempts somebody has left, and when the next one may begin. By the server's clock alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.people.models import Employee
from training.courses.choices import AttemptState
from training.courses.models import Attempt, CourseVersion, ExtraAttempt


@dataclass(frozen=True)
class Allowance:
    """`left` is None without a limit; `not_before` is None when an attempt may begin at once."""

    left: int | None
    not_before: datetime | None
    used: int = 0

    @property
    def is_exhausted(self) -> bool:
        return self.left == 0


def allowance(person: Employee, version: CourseVersion, now: datetime) -> Allowance:
    """Counted are attempts that were not passed, since the last pass and within the same major version."""
    failed = list(
        Attempt.objects.filter(
            _since_last_pass(person, version, "ended_at"),
            employee=person,
            course=version.course_id,
            version__major=version.major,
            state=AttemptState.FAILED,
        ).order_by("ended_at")
    )
    return Allowance(
        left=_left(person, version, len(failed)),
        not_before=_not_before(failed, version, now),
        used=len(failed),
    )


def _left(person: Employee, version: CourseVersion, used: int) -> int | None:
    if not version.attempts:
        return None
    extra = ExtraAttempt.objects.filter(
        _since_last_pass(person, version, "given_at"), employee=person, course=version.course_id
    )
    return max(0, version.attempts + extra.count() - used)


def _not_before(failed: list[Attempt], version: CourseVersion, now: datetime) -> datetime | None:
    """A clock that was set back prolongs no pause beyond its length."""
    if not failed or not version.cooldown_hours:
        return None
    pause = timedelta(hours=version.cooldown_hours)
    ended_at = failed[-1].ended_at
    assert ended_at is not None
    until = min(ended_at + pause, now + pause)
    return until if until > now else None


def _since_last_pass(person: Employee, version: CourseVersion, field: str) -> Q:
    passed = Attempt.objects.filter(
        employee=person, course=version.course_id, state=AttemptState.PASSED
    ).order_by("-ended_at")
    last = passed.values_list("ended_at", flat=True).first()
    return Q(**{f"{field}__gt": last}) if last else Q()
