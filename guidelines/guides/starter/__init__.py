"""The decision guides and checklists that ship: structure and words joined by key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guidelines.editions.pack import Data, StarterWork, starter_works

FOLDER = Path(__file__).parent


def starter_guides() -> Iterator[StarterWork]:
    return starter_works(FOLDER / "guides", guide)


def starter_checklists() -> Iterator[StarterWork]:
    return starter_works(FOLDER / "checklists", checklist)


def guide(structure: Data, words: Data) -> Data:
    """What a guide's page is filled with. The question named by `start` goes first."""
    first = structure["start"]
    keys = sorted(structure["questions"], key=lambda key: key != first)
    return {
        **_head(structure, words),
        "track": structure["track"],
        "questions": [_question(key, structure["questions"][key], words["questions"][key]) for key in keys],
        "outcomes": [
            _outcome(key, facts, words["outcomes"][key], sources_of(structure, words))
            for key, facts in structure["outcomes"].items()
        ],
    }


def checklist(structure: Data, words: Data) -> Data:
    return {
        **_head(structure, words),
        "items": [
            {"key": key, "guide": (facts or {}).get("guide", ""), **words["items"][key]}
            for key, facts in structure["items"].items()
        ],
        "sources": list(sources_of(structure, words).values()),
    }


def sources_of(structure: Data, words: Data) -> dict[str, Data]:
    return {
        key: {"title": words["sources"][key], "url": facts.get("url", ""), "date": str(facts.get("date", ""))}
        for key, facts in structure["sources"].items()
    }


def _head(structure: Data, words: Data) -> Data:
    return {
        "order": structure["order"],
        "title": words["title"],
        "summary": words.get("summary", ""),
        "intro": words.get("intro", ""),
    }


def _question(key: str, facts: Data, words: Data) -> Data:
    return {
        "key": key,
        "question": words["question"],
        "help": words.get("help", ""),
        "answers": [
            {"text": words["answers"][name], "goes_to": target} for name, target in facts["answers"].items()
        ],
    }


def _outcome(key: str, facts: Data, words: Data, sources: dict[str, Any]) -> Data:
    return {
        "key": key,
        "verdict": facts["verdict"],
        "title": words["title"],
        "reason": words["reason"],
        "conditions": words.get("conditions") or [],
        "sources": [sources[name] for name in facts.get("sources", ())],
        "guideline": facts.get("guideline", ""),
        "heading": words.get("heading") or "",
        "templates": words.get("templates") or [],
        "ask": facts.get("ask") or [],
        "ask_for": words.get("ask_for") or "",
    }
