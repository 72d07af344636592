"""A course as one person sees it: its lessons in their language, and where they are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.people.models import Employee
from training.courses.models import CourseText, CourseVersion, LessonVisit
from training.courses.reading import choose


@dataclass(frozen=True)
class Lesson:
    """One lesson in the list. `number` counts from one."""

    number: int
    key: str
    title: str
    minutes: int
    parts: Sequence[Mapping[str, Any]]
    opened_at: datetime | None
    is_finished: bool


@dataclass(frozen=True)
class Learning:
    """The lessons of `text` with what somebody did of them."""

    text: CourseText
    lessons: list[Lesson]

    @property
    def finished(self) -> int:
        return sum(lesson.is_finished for lesson in self.lessons)

    @property
    def next(self) -> Lesson | None:
        """The first lesson that is not finished."""
        return next((lesson for lesson in self.lessons if not lesson.is_finished), None)

    @property
    def is_begun(self) -> bool:
        return any(lesson.opened_at for lesson in self.lessons)

    def find(self, key: str) -> Lesson | None:
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def after(self, lesson: Lesson) -> Lesson | None:
        return self.lessons[lesson.number] if lesson.number < len(self.lessons) else None

    def before(self, lesson: Lesson) -> Lesson | None:
        return self.lessons[lesson.number - 2] if lesson.number > 1 else None


def learning_of(person: Employee, version: CourseVersion) -> Learning:
    """Two queries. What was finished in an earlier major version is to be learned anew."""
    text = choose(version, person.language)
    visits = {
        visit.lesson: visit
        for visit in LessonVisit.objects.filter(
            employee=person, course=version.course_id, version__major=version.major
        )
    }
    lessons = [
        _lesson(number, facts, visits.get(facts["key"]))
        for number, facts in enumerate(json.loads(text.lessons)["lessons"], start=1)
    ]
    return Learning(text, lessons)


def _lesson(number: int, facts: dict[str, Any], visit: LessonVisit | None) -> Lesson:
    return Lesson(
        number=number,
        key=facts["key"],
        title=facts["title"],
        minutes=facts["minutes"],
        parts=facts["parts"],
        opened_at=visit.opened_at if visit else None,
        is_finished=bool(visit and visit.finished_at),
    )
