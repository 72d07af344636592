"""Results with context: the lines in which the words stand, with the words marked. Everything is escaped."""

from collections.abc import Set
from html import escape

from django.utils.safestring import SafeString, mark_safe

from guidelines.policies.models import Rendition
from guidelines.policies.search.words import WORD, plain_form

LINES = 2
LETTERS = 220
BEFORE = 60
ELLIPSIS = "…"


def marked(text: str, words: Set[str]) -> SafeString:
    """`text` as HTML with each of `words` in `<mark>`."""
    pieces, done = [], 0
    for found in WORD.finditer(text):
        if plain_form(found[0]) in words:
            pieces += [escape(text[done : found.start()]), f"<mark>{escape(found[0])}</mark>"]
            done = found.end()
    return mark_safe("".join([*pieces, escape(text[done:])]))


def excerpts(rendition: Rendition, words: Set[str]) -> list[SafeString]:
    """The lines with most of the words, in the order of the text; the summary if only the title has them."""
    lines = list(dict.fromkeys(rendition.text.splitlines()))
    found = [(len(hits), at) for at, line in enumerate(lines) if (hits := _hits(line, words))]
    best = sorted(at for _count, at in sorted(found, key=lambda one: (-one[0], one[1]))[:LINES])
    chosen = [lines[at] for at in best] or [rendition.summary]
    return [marked(_cut(line, words), words) for line in chosen if line]


def _hits(line: str, words: Set[str]) -> set[str]:
    return {plain_form(found[0]) for found in WORD.finditer(line)} & words


def _cut(line: str, words: Set[str]) -> str:
    """At most `LETTERS` letters around the first hit, cut between words."""
    if len(line) <= LETTERS:
        return line
    first = next((found.start() for found in WORD.finditer(line) if plain_form(found[0]) in words), 0)
    start = line.rfind(" ", 0, first - BEFORE) + 1 if first > BEFORE else 0
    end = line.rfind(" ", start, start + LETTERS) if start + LETTERS < len(line) else len(line)
    end = end if end > first else start + LETTERS
    return f"{ELLIPSIS if start else ''}{line[start:end]}{ELLIPSIS if end < len(line) else ''}"
