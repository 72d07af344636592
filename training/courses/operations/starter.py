"""The course that ships: drafts in both languages and its bank of questions."""

from typing import Any

from accounts.people.models import Employee
from guidelines.library.writing import Kind
from portal.audit.trail import operation, record
from training.courses.bank import Draft, Option
from training.courses.choices import QuestionKind
from training.courses.content import lessons_data
from training.courses.models import Course, CourseIndexPage, CoursePage
from training.courses.operations.questions import open_course, save_question
from training.courses.starter.pack import StarterCourse


def _fill(page: CoursePage, content: Any) -> None:
    page.title = content["title"]
    page.summary = content.get("summary", "").strip()
    page.lessons = lessons_data(page.slug, content["lessons"])
    page.question_contact = content.get("question_contact", "")
    page.question_email = content.get("question_email", "")


COURSE = Kind(
    page=CoursePage,
    shelf=CourseIndexPage,
    fill=_fill,
    words=("title", "summary", "question_contact", "lessons"),
)


@operation
def write_course(*, slug: str, language: str, content: dict[str, Any], by: Employee | None) -> CoursePage:
    """Create or update the draft of a course in one language and return that draft."""
    page = COURSE.write(slug, language, content, by)
    record(
        "course.written",
        by=by,
        object_type="courses.coursepage",
        object_id=str(page.translation_key),
        details={"language": language},
    )
    return page


@operation
def load_starter_course(*, starter: StarterCourse, by: Employee | None) -> Course:
    """Write the drafts of a course that ships, and its questions. Nothing is released."""
    pages = [
        write_course(slug=starter.slug, language=language, content=content, by=by)
        for language, content in starter.contents.items()
    ]
    course = open_course(page=pages[0], by=by)
    for question in starter.questions:
        save_question(course=course, draft=_draft(question), by=by)
    return course


def _draft(facts: dict[str, Any]) -> Draft:
    return Draft(
        key=facts["key"],
        kind=QuestionKind(facts["kind"]),
        lesson=facts["lesson"],
        critical=facts.get("critical", False),
        guideline=facts.get("guideline", ""),
        heading=facts.get("heading") or {},
        situation=facts.get("situation") or {},
        text=facts["text"],
        explanation=facts["explanation"],
        options=tuple(
            Option(str(one["key"]), bool(one.get("correct")), one["text"], one.get("feedback") or {})
            for one in facts["options"]
        ),
    )
