"""Works that ship, as plain data from YAML, nothing of the database (ADR 0001).

One folder per work: `structure.yaml` holds what is the same in every language, `de.yaml` and `en.yaml` hold
words. How the two become content is the genre's matter.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.upkeep.packs import read_pack

LANGUAGES = ("de", "en")

Data = dict[str, Any]


@dataclass(frozen=True)
class StarterWork:
    """A work in every language: title, summary and whatever else its page is filled with."""

    slug: str
    contents: dict[str, Data]


def starter_works(folder: Path, joined: Callable[[Data, Data], Data]) -> Iterator[StarterWork]:
    """The works below `folder` in their order. `joined(structure, words)` gives what a page is filled with;
    it raises `KeyError` for words that are missing: the pack is ours, so a gap is a bug."""
    found = [(read_pack(path), path.parent) for path in folder.glob("*/structure.yaml")]
    for structure, place in sorted(found, key=lambda one: (one[0]["order"], one[1].name)):
        contents = {
            language: joined({"slug": place.name, **structure}, read_pack(place / f"{language}.yaml"))
            for language in LANGUAGES
        }
        yield StarterWork(place.name, contents)
