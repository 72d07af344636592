"""Which column of a table holds what, told by the heading above it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Field:
    """One fact that a file can hold.

    `headings` are more words by which it is recognised; `example` is for the templates: German, English.
    """

    name: str
    label: str | Promise
    german: str
    english: str
    headings: tuple[str, ...] = ()
    required: bool = False
    example: tuple[str, str] = ("", "")

    @property
    def words(self) -> tuple[str, ...]:
        return (self.german, self.english, *self.headings)


def normal(heading: str) -> str:
    """`heading` as headings are compared: lower case, words apart by one space, no punctuation."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\W_]+", " ", text).strip()[:200]


def guess_among(
    fields: Sequence[Field], headings: Sequence[str], remembered: Mapping[str, str]
) -> dict[str, int]:
    """Which column holds what: as last chosen under the same heading, else by the words of `fields`."""
    words = {normal(word): field.name for field in fields for word in field.words}
    names = {field.name for field in fields}
    found: dict[str, int] = {}
    for known in (remembered, words):
        for position, heading in enumerate(headings):
            name = known.get(normal(heading), "")
            if name in names and name not in found and position not in found.values():
                found[name] = position
    return found
