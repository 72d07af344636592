"""A small decision guide, as plain data and as a released work."""

from typing import Any

from guidelines.coach.faults import WORDS as COACH_WORDS
from guidelines.editions.drafts import PinnedText
from guidelines.editions.freezing import FrozenWork
from guidelines.editions.models import Edition, Work
from guidelines.guides.faults import WORDS as GUIDE_WORDS
from guidelines.guides.structure import Answer, Guide, Outcome, Question, guide_of
from guidelines.library.choices import TranslationState
from tests.factories import editions

WORDS = GUIDE_WORDS | COACH_WORDS


def answer(text: str, goes_to: str) -> dict[str, str]:
    return {"text": text, "goes_to": goes_to}


def question(key: str, *targets: str) -> dict[str, Any]:
    """A question whose answers are called after where they lead."""
    return {
        "key": key,
        "question": f"Question {key}?",
        "help": "",
        "answers": [answer(f"To {target}", target) for target in targets],
    }


def outcome(key: str, verdict: str = "allowed", **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "verdict": verdict,
        "title": f"Outcome {key}",
        "reason": "Because it is so.",
        "conditions": ["Say who you are."] if verdict == "conditions" else [],
        "sources": [
            {
                "title": "GDPR, Art. 6",
                "url": "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
                "date": "2016-04-27",
            }
        ],
        "guideline": "",
        "heading": "",
        "templates": [],
        "ask": ["dpo"] if verdict == "ask-dpo" else [],
        "ask_for": "",
        **more,
    }


def content(questions: list[dict[str, Any]], outcomes: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    start = questions[0]["key"] if questions else ""
    return {
        "order": 1,
        "track": "everyone",
        "intro": "",
        "start": start,
        "questions": questions,
        "outcomes": outcomes,
        **more,
    }


def small() -> dict[str, Any]:
    """Two questions: the first may end at once, both ways of the second end differently."""
    return content(
        [question("public", "customer", "no"), question("customer", "ask", "yes", "maybe")],
        [
            outcome("no", "forbidden"),
            outcome("ask", "ask-dpo"),
            outcome("yes"),
            outcome("maybe", "conditions"),
        ],
    )


def small_guide() -> Guide:
    return guide_of(small())


def graph(edges: dict[str, list[str]], ends: list[str]) -> Guide:
    """A guide of which only the ways matter."""
    return Guide(
        order=1,
        track="everyone",
        intro="",
        start=next(iter(edges), ""),
        questions=tuple(
            Question(key, f"{key}?", "", tuple(Answer(target, target) for target in targets))
            for key, targets in edges.items()
        ),
        outcomes=tuple(Outcome(key, "allowed", key, "", (), (), "", "", (), (), "") for key in ends),
    )


def in_german(content: dict[str, Any]) -> dict[str, Any]:
    """The same structure, with every word marked as German."""

    def german(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: german(key, one) for key, one in value.items()}
        if isinstance(value, list):
            return [german(name, one) for one in value]
        return f"{value} (de)" if name in WORDS and value else value

    return german("", content)


def pinned(content: dict[str, Any], title: str) -> list[PinnedText]:
    """Both languages, ready to be released."""
    german = FrozenWork(f"{title} (de)", "Wann Sie das brauchen.", "de", in_german(content))
    english = FrozenWork(title, "When you need this.", "en", content)
    return [PinnedText(german, TranslationState.READY), PinnedText(english, TranslationState.READY)]


def release(
    cast: Any,
    content: dict[str, Any] | None = None,
    *,
    slug: str = "small",
    genre: str = "guide",
    title: str = "May we?",
) -> Edition:
    """Edda proposes, Falk releases; the work is made if there is none."""
    work = Work.objects.filter(genre=genre, slug=slug).first() or editions.work(slug, genre)
    texts = pinned(content or small(), title)
    return editions.release(work, editor=cast.edda, approver=cast.falk, texts=texts)


def checklist(**more: Any) -> dict[str, Any]:
    return {
        "order": 1,
        "intro": "Before you act.",
        "items": [
            {"key": "purpose", "title": "For the contract only", "text": "Nothing else.", "guide": "small"},
            {"key": "public", "title": "In general only", "text": "No single persons.", "guide": ""},
        ],
        "sources": [{"title": "GDPR, Art. 5", "url": "", "date": "2016"}],
        **more,
    }


def coaching(**more: Any) -> dict[str, Any]:
    """Two switches and one thing that no switch turns off."""
    source = {"title": "Help pages", "url": "https://example.com/help", "date": "2026-05-04"}
    cards = [
        {
            "key": key,
            "title": f"Switch {key}",
            "why": "Because.",
            "set": "Off.",
            "remains": "",
            "source": source,
        }
        for key in ("ads", "contacts")
    ]
    fixed = [{"key": "service", "title": "Data for the service", "text": "Only closing the account ends it."}]
    return {
        "order": 1,
        "platform": "linkedin",
        "intro": "",
        "checked_on": "2026-05-04",
        "cards": cards,
        "fixed": fixed,
        **more,
    }
