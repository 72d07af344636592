"""Courses that are packages: brought by Edda, released by Falk."""

from io import BytesIO
from typing import Any

from training.courses.operations.releasing import release_course

from accounts.people.models import Employee
from tests.training.packages.files import package
from training.courses.models import Course, CourseProposal, CourseVersion
from training.packages.models import Package, PackageVisit
from training.packages.operations import import_package, note_state, open_visit, propose_package
from training.packages.telling import told
from training.packages.tokens import save_token

NEW = {"change_class": "material", "change_summary": {}}
BETTER = {
    "change_class": "material",
    "effect": "keep",
    "grace_until": None,
    "change_summary": {"de": "Neue Beispiele", "en": "New examples"},
}


def taken_in(by: Employee, content: bytes | None = None) -> Package:
    return import_package(file=BytesIO(content or package()), by=by)


def proposed(by: Employee, content: bytes | None = None, course: Course | None = None) -> CourseProposal:
    return propose_package(
        package=taken_in(by, content),
        course=course,
        titles={"de": "Social Media für den Anfang", "en": "Social media for beginners"},
        summaries={"de": "", "en": "What you may post."},
        minutes=25,
        change=BETTER if course else NEW,
        by=by,
    )


def released(
    editor: Employee, approver: Employee, content: bytes | None = None, course: Course | None = None
) -> CourseVersion:
    return release_course(proposal=proposed(editor, content, course), by=approver)


def opened(version: CourseVersion, by: Employee) -> PackageVisit:
    return open_visit(course=version.course, by=by)


def tell(visit: PackageVisit, **facts: Any) -> PackageVisit:
    """What the portal's page hands on from the package."""
    said = {"status": "incomplete", "score": "", "place": "", "suspended": "", **facts}
    word = save_token(visit, visit.version.package.package)
    return note_state(visit=visit, told=told(said), word=word, by=visit.employee)
