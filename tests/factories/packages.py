"""Courses that are packages: brought by Edda, released by Falk."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import uuid4

from accounts.people.models import Employee
from guidelines.library.assets import FrozenAsset
from guidelines.library.choices import TranslationState
from tests.training.packages.files import DOT, package
from training.courses.bank import Draft, Option
from training.courses.choices import QuestionKind
from training.courses.drafts import PinnedText
from training.courses.freezing import FrozenCourse
from training.courses.models import Course, CourseProposal, CourseVersion
from training.courses.operations.proposing import propose_course
from training.courses.operations.questions import save_question
from training.courses.operations.releasing import release_course
from training.packages.models import Package, PackageVisit
from training.packages.operations import import_package, note_state, open_visit, propose_package
from training.packages.telling import told
from training.packages.tokens import save_token

ORDER = ("first", "second", "later", "never")
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


def written_course(editor: Employee, approver: Employee) -> CourseVersion:
    """A course of our own with two lessons and a question of each kind. What tells an answer says SECRET."""
    made = Course.objects.create(slug="posting", translation_key=uuid4())
    questions = [save_question(course=made, draft=draft, by=editor) for draft in _drafts()]
    texts = [PinnedText(_lessons(language), TranslationState.READY, {}) for language in ("de", "en")]
    terms = {
        "change_class": "material",
        "effect": "keep",
        "change_summary": {},
        "authoritative_language": "de",
        "draw": len(questions),
    }
    proposal = propose_course(
        course=made, texts=texts, questions=questions, authors=[editor], terms=terms, by=editor
    )
    return release_course(proposal=proposal, by=approver)


def _drafts() -> Iterator[Draft]:
    for kind in QuestionKind:
        yield Draft(
            key=f"q-{kind.replace('_', '-')}",
            kind=kind,
            lesson="one",
            text=_both(f"May I post this? {kind}"),
            situation=_both("A photo of the yard"),
            explanation=_both("SECRET explanation"),
            heading=_both("SECRET heading"),
            guideline="secret-guideline",
            critical=True,
            options=tuple(
                Option(
                    key=f"SECRET-{word}",
                    is_right=word == "first" or (kind == QuestionKind.MULTIPLE and word == "second"),
                    text=_both(f"{kind} option {word}"),
                    feedback=_both(f"SECRET feedback {word}"),
                )
                for word in (("first", "second") if kind == QuestionKind.TRUE_FALSE else ORDER)
            ),
        )


def _lessons(language: str) -> FrozenCourse:
    picture = FrozenAsset(sha256(DOT).hexdigest(), "dot.png", "image/png", DOT, "A dot")
    html = (
        '<h2>Posting</h2><p>Ask first. <a href="/guidelines/">All guidelines</a></p>'
        f'<img src="{picture.address}" alt="A dot">'
    )
    lessons = [
        {"key": "one", "title": "Before you post", "minutes": 5, "parts": [{"html": html}]},
        {"key": "two", "title": "After <you> posted", "minutes": 5, "parts": [{"html": "<p>Answer.</p>"}]},
    ]
    title = {"de": "Beiträge veröffentlichen", "en": "Posting"}[language]
    return FrozenCourse(title=title, summary="", language=language, lessons=lessons, assets=[picture])


def _both(text: str) -> dict[str, str]:
    return {"de": text, "en": text}
