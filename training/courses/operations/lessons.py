"""Where somebody is in a course. A convenience for them; nothing here proves anything (T4)."""

from django.utils import timezone

from accounts.people.models import Employee
from portal.audit.trail import operation
from training.courses.models import CourseVersion, LessonVisit


@operation(savepoint=False)
def open_lesson(
    *, version: CourseVersion, lesson: str, guidelines: dict[str, list[str]], by: Employee
) -> None:
    """Remember that `lesson` was opened, and which guidelines it showed: slug → [version, digest]."""
    LessonVisit.objects.update_or_create(
        employee=by,
        course=version.course,
        lesson=lesson,
        defaults={"version": version, "opened_at": timezone.now(), "guidelines": guidelines},
    )


@operation(savepoint=False)
def finish_lesson(*, version: CourseVersion, lesson: str, by: Employee) -> None:
    """Remember that the reader went on from `lesson`."""
    visits = LessonVisit.objects.filter(employee=by, course=version.course, lesson=lesson)
    visits.filter(finished_at=None).update(finished_at=timezone.now())
