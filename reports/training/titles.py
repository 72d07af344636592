"""What courses and requirements are called, for lists and filters: a query or two for a page."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from training.assignments.models import Requirement
from training.courses.models import Course
from training.courses.reading import titles_of

Choices = list[tuple[int, str]]


def course_titles(courses: Iterable[Course], language: str) -> dict[int, str]:
    """The title of each course by its key; one that was never released has its short name."""
    courses = list(courses)
    titles = titles_of({course.current_id for course in courses if course.current_id}, language)
    return {course.pk: titles.get(course.current_id, course.slug) for course in courses}


def course_choices(language: str, courses: QuerySet[Course] | None = None) -> Choices:
    """Courses by title; of all that were ever released, withdrawn ones too, unless `courses` are given."""
    found = courses if courses is not None else Course.objects.filter(current__isnull=False)
    return _sorted(course_titles(found, language).items())


def requirement_choices(language: str) -> Choices:
    """Every requirement by course and audience, ended ones too."""
    requirements = list(Requirement.objects.select_related("course", "audience"))
    titles = course_titles({one.course for one in requirements}, language)
    named = [(one.pk, f"{titles[one.course_id]} · {one.audience.name}") for one in requirements]
    twice = {name for name, n in Counter(name for _, name in named).items() if n > 1}
    since = {one.pk: one.made_at for one in requirements}
    return _sorted((pk, f"{name} ({since[pk]:%Y})" if name in twice else name) for pk, name in named)


def _sorted(choices: Iterable[tuple[int, str]]) -> Choices:
    return sorted(choices, key=lambda choice: choice[1].casefold())
