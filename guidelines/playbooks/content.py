"""The shape in which playbooks are shipped, a `structure.Plan` with a title, turned into what pages store."""

from collections.abc import Iterable, Mapping
from typing import Any

from guidelines.library.content import Content, as_written, stable_id
from guidelines.playbooks.freezing import ANSWERS

# Lists inside of a part: each item has an id of its own.
LISTS = frozenset({"answers", "roles", "approvals", "requires"})


def fields_of(slug: str, content: Content) -> dict[str, Any]:
    """Field of the page → its raw value; ids come from the part's key, so that all languages agree."""
    answers = content["answers"]
    return {
        "troubles": _simple(slug, "trouble", content["troubles"]),
        "triggers": _simple(slug, "trigger", content["triggers"]),
        **{name: _paragraphs(answers.get(question, "")) for question, name in ANSWERS.items()},
        "triage": [
            *_parts(slug, "question", content["nodes"]),
            *_parts(slug, "outcome", content["outcomes"]),
        ],
        "levels": _parts(slug, "level", content["levels"]),
        "roles": _parts(slug, "role", content["roles"]),
        "tasks": _parts(slug, "task", content["tasks"]),
        "templates": _parts(slug, "template", content["templates"]),
        "contacts": _parts(slug, "contact", content["contacts"]),
        "rules": _parts(slug, "rule", content["rules"]),
    }


def _simple(slug: str, kind: str, values: Iterable[str]) -> list[dict[str, Any]]:
    return [
        {"type": kind, "id": stable_id(f"{slug}/{kind}/{index}"), "value": value.strip()}
        for index, value in enumerate(values)
    ]


def _parts(slug: str, kind: str, parts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for part in parts:
        place = f"{slug}/{kind}/{part['number'] if kind == 'level' else part['key']}"
        value = {name: _value(place, name, given) for name, given in part.items()}
        found.append({"type": kind, "id": stable_id(place), "value": value})
    return found


def _value(place: str, name: str, given: Any) -> Any:
    if name in LISTS:
        return [_item(f"{place}.{name}#{index}", item) for index, item in enumerate(given)]
    if name == "valid_until":
        return str(given) or None
    return given.strip() if isinstance(given, str) else given


def _item(place: str, item: Any) -> dict[str, Any]:
    value = dict(item) if isinstance(item, Mapping) else str(item)
    return {"type": "item", "id": stable_id(place), "value": value}


def _paragraphs(text: str) -> str:
    """HTML as the editor writes it; plain text becomes paragraphs at its empty lines."""
    text = text.strip()
    if text.startswith("<"):
        return as_written(text)
    return "".join(f"<p>{' '.join(part.split())}</p>" for part in text.split("\n\n") if part.strip())
