"""The starter guidelines as they ship: plain data from YAML, nothing of the database.

One folder per guideline, one file per language; `docs/adr/0001-starter-content-as-yaml.md` says why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.upkeep.packs import read_pack

FOLDER = Path(__file__).parent
PICTURES = FOLDER / "pictures"
LANGUAGES = ("de", "en")

Block = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """What a guideline said in one version and one language; `body` holds {"type", "value"} blocks."""

    major: int
    minor: int
    change_class: str
    change_summary: str
    summary: str
    body: tuple[Block, ...]


@dataclass(frozen=True)
class StarterGuideline:
    """One guideline in one language: `versions` oldest first, the last one is the current text."""

    order: int
    language: str
    slug: str
    title: str
    statement_kind: str
    statement: str
    audience: str
    due_days: int
    question_contact: str
    question_email: str
    sources: tuple[dict[str, Any], ...]
    versions: tuple[Text, ...]

    @property
    def current(self) -> Text:
        return self.versions[-1]


def starter_guidelines(language: str) -> Iterator[StarterGuideline]:
    """All guidelines of the pack in one language, in the order they are meant to be read."""
    for path in sorted(FOLDER.glob(f"*/{language}.yaml")):
        yield read_guideline(path)


def read_guideline(path: Path) -> StarterGuideline:
    """One file of the pack. Raises KeyError for a missing field: the pack is ours, so a gap is a bug."""
    facts = read_pack(path)
    return StarterGuideline(
        order=int(path.parent.name.partition("-")[0]),
        language=path.stem,
        slug=facts["slug"],
        title=facts["title"],
        statement_kind=facts["statement_kind"],
        statement=facts["statement"],
        audience=facts["audience"],
        due_days=facts["due_days"],
        question_contact=facts["question_contact"],
        question_email=facts["question_email"],
        sources=tuple(facts["sources"]),
        versions=_versions(facts),
    )


def earlier_body(
    body: Sequence[Block], *, replace: Sequence[Block], absent: Sequence[int], extra: Sequence[Block]
) -> tuple[Block, ...]:
    """The earlier body, told as a difference from the current one; every index counts the current blocks.

    `replace` gives the wording a block had, `absent` the blocks that did not exist yet, `extra` the blocks
    removed since, each with the current block it stood before.
    """
    replaced = {change["index"]: change["block"] for change in replace}
    earlier: list[Block] = []
    for index, block in enumerate(body):
        earlier += [removed["block"] for removed in extra if removed["before"] == index]
        if index not in absent:
            earlier.append(replaced.get(index, block))
    return tuple(earlier)


def _versions(facts: dict[str, Any]) -> tuple[Text, ...]:
    body = tuple(facts["body"])
    current = Text(summary=facts["summary"], body=body, **facts["version"])
    return (*(_earlier(change, body) for change in facts.get("previous", ())), current)


def _earlier(change: dict[str, Any], body: Sequence[Block]) -> Text:
    return Text(
        major=change["major"],
        minor=change["minor"],
        change_class=change["change_class"],
        change_summary=change["change_summary"],
        summary=change["summary"],
        body=earlier_body(body, replace=change["replace"], absent=change["absent"], extra=change["extra"]),
    )
