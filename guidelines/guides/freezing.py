"""Pages become plain content, in the shape of `structure`. Pure: the same page gives the same content."""

from typing import TYPE_CHECKING, Any

from guidelines.editions.freezing import frozen_source
from guidelines.library.reading import paragraphs, plain

if TYPE_CHECKING:
    from guidelines.guides.models import ChecklistPage, DecisionGuidePage


def frozen_guide(page: "DecisionGuidePage") -> dict[str, Any]:
    """The first question is where everybody starts."""
    questions = [_question(block.value) for block in page.questions]
    return {
        "order": page.order,
        "track": page.track,
        "intro": paragraphs(page.intro),
        "start": questions[0]["key"] if questions else "",
        "questions": questions,
        "outcomes": [_outcome(block.value) for block in page.outcomes],
    }


def frozen_checklist(page: "ChecklistPage") -> dict[str, Any]:
    return {
        "order": page.order,
        "intro": paragraphs(page.intro),
        "items": [
            {
                "key": block.value["key"] or "",
                "title": plain(block.value["title"]),
                "text": paragraphs(block.value["text"]),
                "guide": block.value["guide"] or "",
            }
            for block in page.items
        ],
        "sources": [frozen_source(block.value) for block in page.sources],
    }


def _question(value: Any) -> dict[str, Any]:
    return {
        "key": value["key"] or "",
        "question": plain(value["question"]),
        "help": paragraphs(value["help"]),
        "answers": [
            {"text": plain(answer["text"]), "goes_to": answer["goes_to"] or ""} for answer in value["answers"]
        ],
    }


def _outcome(value: Any) -> dict[str, Any]:
    return {
        "key": value["key"] or "",
        "verdict": value["verdict"] or "",
        "title": plain(value["title"]),
        "reason": paragraphs(value["reason"]),
        "conditions": [paragraphs(one) for one in value["conditions"]],
        "sources": [frozen_source(one) for one in value["sources"]],
        "guideline": value["guideline"] or "",
        "heading": plain(value["heading"] or ""),
        "templates": [
            {"title": plain(one["title"]), "text": paragraphs(one["text"])} for one in value["templates"]
        ],
        "ask": list(value["ask"] or ()),
        "ask_for": paragraphs(value["ask_for"]),
    }
