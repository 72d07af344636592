"""The pages of the privacy coach that ship: structure and words joined by key."""

from collections.abc import Iterator
from pathlib import Path

from guidelines.editions.pack import Data, StarterWork, starter_works

FOLDER = Path(__file__).parent


def starter_coach() -> Iterator[StarterWork]:
    return starter_works(FOLDER, coaching)


def coaching(structure: Data, words: Data) -> Data:
    """What a coach page is filled with; its folder is named after the platform."""
    return {
        "order": structure["order"],
        "platform": structure["slug"],
        "checked_on": str(structure["checked_on"]),
        "title": words["title"],
        "summary": words.get("summary", ""),
        "intro": words.get("intro", ""),
        "cards": [
            _card(key, words["cards"][key], _source(facts["source"], structure, words))
            for key, facts in structure["cards"].items()
        ],
        "fixed": [{"key": key, **words["fixed"][key]} for key in structure.get("fixed") or ()],
    }


def _card(key: str, words: Data, source: Data) -> Data:
    return {
        "key": key,
        "title": words["title"],
        "why": words["why"],
        "set": words["set"],
        "remains": words.get("remains") or "",
        "source": source,
    }


def _source(key: str, structure: Data, words: Data) -> Data:
    facts = structure["sources"][key]
    return {
        "title": words["sources"][key],
        "url": facts.get("url", ""),
        "date": str(facts.get("date", "")),
    }
