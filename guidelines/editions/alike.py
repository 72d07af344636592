"""Whether the languages of a work are built alike. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from guidelines.editions.freezing import FrozenWork

UNALIKE = _(
    "%(language)s is built differently from %(original)s: both need the same parts in the same order, and "
    "what is empty in one has to be empty in the other."
)


def unalike(texts: Mapping[str, FrozenWork], words: Collection[str]) -> Iterator[str]:
    """A sentence for each language whose content differs from that of the first in more than its `words`:
    the names of the fields that hold words of one language."""
    if not texts:
        return
    (original, first), *others = texts.items()
    for language, text in others:
        if structure_of(text.content, words) != structure_of(first.content, words):
            yield str(UNALIKE % {"language": _name(language), "original": _name(original)})


def structure_of(content: Any, words: Collection[str]) -> Any:
    """`content` with its words replaced by whether there are any, and by how many."""
    if isinstance(content, Mapping):
        return {
            name: _shape(value) if name in words else structure_of(value, words)
            for name, value in content.items()
        }
    if isinstance(content, list | tuple):
        return [structure_of(one, words) for one in content]
    return content


def _shape(value: Any) -> Any:
    return len(value) if isinstance(value, list | tuple) else bool(value)


def _name(language: str) -> str:
    return str(get_language_info(language)["name_translated"])
