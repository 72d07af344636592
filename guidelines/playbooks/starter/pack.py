"""The starter playbooks as they ship: plain data from YAML, nothing of the database (ADR 0001).

What is the same in every language stands once in `<slug>/plan.yaml`, the words in `<slug>/de.yaml` and
`<slug>/en.yaml` by key. `levels.yaml`, `roles.yaml` and `rules.yaml` are shared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.upkeep.packs import read_pack

FOLDER = Path(__file__).parent
LANGUAGES = ("de", "en")
HOLDING_PARTS = ("acknowledged", "empathy", "being_done", "next_update")

Entry = dict[str, Any]


@dataclass(frozen=True)
class StarterPlaybook:
    """A playbook in every language. A content has `title`, `summary`, `review_by` (an ISO day) and the
    fields of `guidelines.playbooks.structure.Plan` as plain lists of dicts."""

    slug: str
    contents: dict[str, Entry]


def starter_playbooks() -> Iterator[StarterPlaybook]:
    """All playbooks of the pack, by slug."""
    for path in sorted(FOLDER.glob("*/plan.yaml")):
        plan = read_pack(path)
        words = {language: read_pack(path.with_name(f"{language}.yaml")) for language in LANGUAGES}
        yield StarterPlaybook(
            slug=path.parent.name,
            contents={language: content_of(plan, words[language], language) for language in LANGUAGES},
        )


def content_of(plan: Entry, words: Entry, language: str) -> Entry:
    """What a page of the CMS holds in one language. Raises `KeyError` for a word that is missing."""
    return {
        "title": words["title"],
        "summary": words["summary"],
        "review_by": plan["review_by"],
        "troubles": plan["troubles"],
        "triggers": words["triggers"],
        "answers": words["answers"],
        "nodes": [_node(node, words["nodes"][node["key"]]) for node in plan["nodes"]],
        "outcomes": _worded(plan["outcomes"], words["outcomes"]),
        "levels": [_level(level, plan["levels"], words, language) for level in _shared("levels")],
        "roles": _of_keys(plan["roles"], "roles", language),
        "tasks": _worded(plan["tasks"], words["tasks"]),
        "templates": [_template(one, words["templates"][one["key"]]) for one in plan["templates"]],
        "contacts": _worded([{"key": key} for key in plan["contacts"]], words["contacts"]),
        "rules": _of_keys(plan["rules"], "rules", language),
    }


def _level(level: Entry, differing: Mapping[str, Entry], words: Entry, language: str) -> Entry:
    """A shared level as this playbook has it: who joins earlier, who approves first, how fast."""
    number = level["number"]
    joining = [role for role, lowest in differing["joins"].items() if lowest <= number]
    approving = [role for role, lowest in differing["approves"].items() if lowest <= number]
    return {
        **_said(level, language),
        "roles": list(dict.fromkeys([*level["roles"], *joining])),
        "approvals": list(dict.fromkeys([*approving, *level["approvals"]])),
        "first_response_minutes": differing["first_response_minutes"].get(
            number, level["first_response_minutes"]
        ),
        "freeze": level["freeze"] or number >= differing["freeze_from"],
        "note": words["levels"].get(number, level["note"][language]),
    }


def _node(node: Entry, words: Entry) -> Entry:
    return {
        "key": node["key"],
        "question": words["question"],
        "hint": words["hint"],
        "answers": [
            {
                "text": words["answers"][one["key"]],
                "goes_to": one.get("goes_to", ""),
                "outcome": one.get("outcome", ""),
            }
            for one in node["answers"]
        ],
    }


def _template(template: Entry, words: Entry) -> Entry:
    """A holding line is written in its four parts and read as one text."""
    text = words["text"]
    joined = text if isinstance(text, str) else " ".join(text[part] for part in HOLDING_PARTS)
    return {**template, "title": words["title"], "text": joined}


def _worded(entries: list[Entry], words: Mapping[str, Entry]) -> list[Entry]:
    return [{**entry, **words[entry["key"]]} for entry in entries]


def _of_keys(keys: list[str], name: str, language: str) -> list[Entry]:
    """The shared entries of these keys, in the order of the playbook."""
    shared = {entry["key"]: entry for entry in _shared(name)}
    return [_said(shared[key], language) for key in keys]


def _said(entry: Entry, language: str) -> Entry:
    """An entry that binds all languages, in one of them."""
    return {
        name: value[language]
        if isinstance(value, dict)
        else list(value)
        if isinstance(value, list)
        else value
        for name, value in entry.items()
    }


@cache
def _shared(name: str) -> list[Entry]:
    return read_pack(FOLDER / f"{name}.yaml")[name]
