"""A playbook's page becomes the content of an edition: plain data in the shape of `structure.Plan`. Pure."""

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wagtail.rich_text import RichText

from guidelines.library.reading import plain
from guidelines.library.rendering import rich_html
from guidelines.playbooks.structure import FIVE_QUESTIONS
from portal.audit.chain import storable

if TYPE_CHECKING:
    from guidelines.playbooks.models import PlaybookPage

# Which field of the page answers which of the five questions.
ANSWERS = dict(
    zip(
        FIVE_QUESTIONS,
        ("critical_questions", "which_criticism", "escalation_levels", "in_a_storm", "ready_for_dialogue"),
        strict=True,
    )
)


def content_of(page: "PlaybookPage") -> dict[str, Any]:
    """What `structure.plan_of` reads. Answers to the five questions are sanitised HTML, all else is text."""
    return {
        "troubles": [part.value for part in page.troubles],
        "triggers": [plain(part.value) for part in page.triggers],
        "answers": {key: str(rich_html(RichText(getattr(page, name)))) for key, name in ANSWERS.items()},
        "nodes": [_node(part.value) for part in page.triage if part.block_type == "question"],
        "outcomes": [_outcome(part.value) for part in page.triage if part.block_type == "outcome"],
        "levels": [_level(part.value) for part in page.levels],
        "roles": [_role(part.value) for part in page.roles],
        "tasks": [_task(part.value) for part in page.tasks],
        "templates": [_template(part.value) for part in page.templates],
        "contacts": [_words(part.value, "key", "name", text=("what_for",)) for part in page.contacts],
        "rules": [_words(part.value, "key", "title", "measure", text=("text",)) for part in page.rules],
    }


def lines(text: Any) -> str:
    """Several lines of storable, composed text, without space at their ends."""
    rows = storable(str(text or "")).replace("\r\n", "\n").split("\n")
    return unicodedata.normalize("NFC", "\n".join(row.rstrip() for row in rows).strip())


def _words(value: Any, *names: str, text: Iterable[str] = ()) -> dict[str, str]:
    return {name: plain(value[name] or "") for name in names} | {name: lines(value[name]) for name in text}


def _node(value: Any) -> dict[str, Any]:
    answers = [_words(answer, "text", "goes_to", "outcome") for answer in value["answers"]]
    return {**_words(value, "key", "question", text=("hint",)), "answers": answers}


def _outcome(value: Any) -> dict[str, Any]:
    return {**_words(value, "key", "title", "template", text=("text",)), "report": bool(value["report"])}


def _level(value: Any) -> dict[str, Any]:
    return {
        **_words(value, "name", text=("social", "media", "note")),
        **_numbers(value, "number", "first_response_minutes", "update_minutes"),
        "roles": [str(key) for key in value["roles"]],
        "approvals": [str(key) for key in value["approvals"]],
        "freeze": bool(value["freeze"]),
    }


def _role(value: Any) -> dict[str, Any]:
    requires = [str(key) for key in value["requires"]]
    return {
        **_words(value, "key", "name", text=("duties",)),
        "leads": bool(value["leads"]),
        "requires": requires,
    }


def _task(value: Any) -> dict[str, Any]:
    return {
        **_words(value, "key", "phase", "title", "role", text=("how",)),
        **_numbers(value, "offset_minutes", "from_level"),
        "mandatory": bool(value["mandatory"]),
        "evidence": bool(value["evidence"]),
    }


def _template(value: Any) -> dict[str, Any]:
    until = value["valid_until"]
    return {
        **_words(value, "key", "kind", "title", text=("text",)),
        "valid_until": until.isoformat() if until else "",
    }


def _numbers(value: Any, *names: str) -> dict[str, int]:
    """A number that nobody has filled in yet is 0, so that a draft can be looked at."""
    return {name: int(value[name] or 0) for name in names}
