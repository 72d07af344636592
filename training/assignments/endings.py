"""What later versions of a course do to something that was done before them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from training.courses.choices import ChangeClass, Effect
from training.courses.models import Course, CourseVersion

Ending = tuple[date, CourseVersion]


def first_day_without(version: CourseVersion) -> date | None:
    """From when proof of older versions counts no more; None if the version changes nothing for it."""
    if version.change_class != ChangeClass.MATERIAL or version.effect == Effect.KEEP:
        return None
    if version.effect == Effect.GRACE and version.grace_until is not None:
        return version.grace_until + timedelta(days=1)
    return released_on(version)


def released_on(version: CourseVersion) -> date:
    return timezone.localtime(version.released_at).date()


class Versions:
    """All versions of a course, oldest first; read once for any number of people."""

    def __init__(self, course: Course) -> None:
        self._all = list(course.versions.order_by("released_at", "pk"))

    def in_force_on(self, day: date) -> CourseVersion | None:
        """The one that was taught on `day`; None before the first."""
        return next((one for one in reversed(self._all) if released_on(one) <= day), None)

    def ending_after(self, day: date) -> Ending | None:
        """The first end of what was done on `day`, by a version released later."""
        return self._first_end(one for one in self._all if released_on(one) > day)

    def ending_of(self, version: CourseVersion) -> Ending | None:
        """The first end of what was done in `version`."""
        return self._first_end(one for one in self._all if one.released_at > version.released_at)

    @staticmethod
    def _first_end(later: Iterable[CourseVersion]) -> Ending | None:
        ends = [(day, one) for one in later if (day := first_day_without(one)) is not None]
        return min(ends, key=lambda end: end[0], default=None)
