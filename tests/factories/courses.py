"""Courses for tests, released through the same operations as in the product."""

import uuid
from typing import Any

from accounts.people.models import Employee
from guidelines.library.choices import TranslationState
from training.courses.bank import Draft, Option
from training.courses.choices import ChangeClass, Confidence, Effect, QuestionKind
from training.courses.drafts import PinnedText, questions_of
from training.courses.freezing import FrozenCourse
from training.courses.models import Attempt, Course, CourseProposal, CourseVersion, QuestionVersion
from training.courses.operations.attempts import answer_question, start_attempt, submit_attempt
from training.courses.operations.proposing import propose_course
from training.courses.operations.questions import open_course, save_question
from training.courses.operations.releasing import release_course
from training.courses.operations.starter import write_course

LANGUAGES = ("de", "en")
LESSONS = {
    "de": [
        {"key": "one", "title": "Erste Lektion", "minutes": 3, "parts": [{"html": "<p>Erstens.</p>"}]},
        {"key": "two", "title": "Zweite Lektion", "minutes": 2, "parts": [{"html": "<p>Zweitens.</p>"}]},
    ],
    "en": [
        {"key": "one", "title": "First lesson", "minutes": 3, "parts": [{"html": "<p>Firstly.</p>"}]},
        {"key": "two", "title": "Second lesson", "minutes": 2, "parts": [{"html": "<p>Secondly.</p>"}]},
    ],
}


def both(text: str) -> dict[str, str]:
    return {"de": f"{text} (de)", "en": f"{text} (en)"}


def draft(key: str = "q1", kind: str = QuestionKind.SINGLE, **facts: Any) -> Draft:
    """A question whose right answers are named in `right`; "a" unless said otherwise."""
    right = facts.pop("right", ("a",))
    options = facts.pop("options", ("a", "b", "c"))
    rows = [Option(one, one in right, both(f"Option {one}"), both(f"Because {one}")) for one in options]
    defaults: dict[str, Any] = {
        "lesson": "one",
        "text": both(f"Question {key}"),
        "explanation": both(f"Explanation {key}"),
        "situation": both("Something happens.") if kind == QuestionKind.SCENARIO else {},
    }
    return Draft(key=key, kind=QuestionKind(kind), options=tuple(rows), **{**defaults, **facts})


def texts(**parts: Any) -> list[PinnedText]:
    """Both languages; `parts` replaces the parts of the first lesson."""
    pinned = []
    for language in LANGUAGES:
        lessons = [dict(lesson) for lesson in LESSONS[language]]
        lessons[0]["parts"] = parts.get("parts", lessons[0]["parts"])
        title = "Sicher im Netz" if language == "de" else "Safe on the net"
        frozen = FrozenCourse(title, "Worum es geht.", language, lessons)
        pinned.append(PinnedText(frozen, TranslationState.READY, {"name": "Team", "email": "t@example.com"}))
    return pinned


def terms(**facts: Any) -> dict[str, Any]:
    return {
        "change_class": ChangeClass.MATERIAL,
        "effect": Effect.KEEP,
        "grace_until": None,
        "change_summary": {"de": "Neu.", "en": "New."},
        "authoritative_language": "de",
        "draw": 4,
        "pass_percent": 75,
        "attempts": 0,
        "cooldown_hours": 0,
        "shuffle": True,
        "ask_confidence": True,
        **facts,
    }


def course(slug: str = "safe", questions: tuple[Draft, ...] = ()) -> Course:
    """A course with a bank of five questions, nothing released."""
    made, _new = Course.objects.get_or_create(slug=slug, defaults={"translation_key": uuid.uuid4()})
    for one in questions or [draft(f"q{number}") for number in range(1, 6)]:
        save_question(course=made, draft=one, by=None)
    return made


def propose(of: Course, *, by: Employee, **facts: Any) -> CourseProposal:
    parts = {"parts": facts.pop("parts")} if "parts" in facts else {}
    return propose_course(
        course=of, texts=texts(**parts), questions=questions_of(of), authors=[by], terms=terms(**facts), by=by
    )


def release(of: Course, *, editor: Employee, approver: Employee, **facts: Any) -> CourseVersion:
    version = release_course(proposal=propose(of, by=editor, **facts), by=approver)
    of.refresh_from_db()
    return version


def answer(attempt: Attempt, *, right: int | None = None, by: Employee | None = None) -> None:
    """Answer every question, the first `right` of them rightly (all of them unless said otherwise)."""
    wanted = len(attempt.drawn) if right is None else right
    for number, drawn in enumerate(attempt.drawn):
        version = QuestionVersion.objects.get(pk=drawn["question"])
        wrong = [key for key in version.options if key not in version.right][:1]
        answer_question(
            attempt=attempt,
            question=version.pk,
            choice=version.right if number < wanted else wrong,
            confidence=Confidence.SURE,
            by=by or attempt.employee,
        )


def take(person: Employee, of: Course, *, right: int | None = None) -> Attempt:
    """A whole attempt, from start to result."""
    attempt = start_attempt(course=of, by=person)
    answer(attempt, right=right)
    return submit_attempt(attempt=attempt, by=person)


def content(language: str, **changes: Any) -> dict[str, Any]:
    """What `write_course` takes: one lesson with a text, a passage of a guideline and a worked example."""
    is_german = language == "de"
    example = {
        "title": "Fall" if is_german else "Case",
        "situation": "Es ist Nacht." if is_german else "It is night.",
        "post": "Alles gut!" if is_german else "All is well!",
        "steps": [
            {
                "question": "Posten?" if is_german else "Post it?",
                "answers": [
                    {
                        "text": "Ja" if is_german else "Yes",
                        "verdict": "bad",
                        "feedback": "Lieber erst fragen." if is_german else "Better ask first.",
                        "goes_to": 2,
                    },
                    {
                        "text": "Nein" if is_german else "No",
                        "verdict": "good",
                        "feedback": "Gut so." if is_german else "Good.",
                        "goes_to": None,
                    },
                ],
            },
            {
                "question": "Und jetzt?" if is_german else "And now?",
                "answers": [
                    {
                        "text": "Melden" if is_german else "Report it",
                        "verdict": "good",
                        "feedback": "Richtig." if is_german else "Right.",
                        "goes_to": None,
                    },
                    {
                        "text": "Löschen" if is_german else "Delete it",
                        "verdict": "unclear",
                        "feedback": "Kommt darauf an." if is_german else "It depends.",
                        "goes_to": None,
                    },
                ],
            },
        ],
    }
    return {
        "title": "Sicher im Netz" if is_german else "Safe on the net",
        "summary": "Kurz und gut." if is_german else "Short and good.",
        "lessons": [
            {
                "key": "one",
                "title": "Erste Lektion" if is_german else "First lesson",
                "minutes": 3,
                "body": [
                    {
                        "type": "key_point",
                        "value": {"text": "Erst denken." if is_german else "Think first."},
                    },
                    {
                        "type": "guideline_section",
                        "value": {"guideline": "social-media", "heading": "", "lead": "Warum?"},
                    },
                    {"type": "worked_example", "value": example},
                ],
            }
        ],
        **changes,
    }


def drafted(*, by: Employee, slug: str = "drafted") -> Course:
    """A course with real pages in two languages and a bank of five questions, as an editor's desk has it."""
    pages = [
        write_course(slug=slug, language=language, content=content(language), by=by) for language in LANGUAGES
    ]
    made = open_course(page=pages[0], by=by)
    for number in range(1, 6):
        save_question(course=made, draft=draft(f"q{number}"), by=by)
    return made
