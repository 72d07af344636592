"""Which text of a course somebody sees."""

from collections.abc import Iterable

from training.courses.models import CourseText, CourseVersion


def choose(version: CourseVersion, wanted: str) -> CourseText:
    """The text in the `wanted` language, else the authoritative one: every version has that."""
    texts = {text.language: text for text in version.texts.all()}
    return texts.get(wanted) or texts[version.authoritative_language]


def titles_of(versions: Iterable[CourseVersion | int], wanted: str) -> dict[int, str]:
    """The title of each version (rows or ids) in the `wanted` language where it has that; one query."""
    titles: dict[int, str] = {}
    texts = CourseText.objects.filter(version__in=versions).order_by("version__pk", "language")
    for version, language, title in texts.values_list("version", "language", "title"):
        if language == wanted or version not in titles:
            titles[version] = title
    return titles
