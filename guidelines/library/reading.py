"""What can be computed from frozen HTML: plain text, contents list, reading time."""

import math
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.text import normalize_newlines

from portal.audit.chain import storable

WORDS_PER_MINUTE = 200
INLINE = frozenset({"a", "em", "span", "strong"})


@dataclass(frozen=True)
class Heading:
    """One entry of the contents list; `id` is the fragment it jumps to."""

    id: str
    text: str


def text_of(html: str) -> str:
    """The words of `html`, one line per paragraph, list item, cell or caption; pictures by their alt text.

    Whitespace is normalised and letters are composed (NFC), so that equal texts have equal bytes.
    """
    parser = _Text()
    parser.feed(html)
    parser.close()
    return parser.text()


def contents_of(html: str) -> list[Heading]:
    """The headings of a frozen text, in order."""
    parser = _Headings()
    parser.feed(html)
    parser.close()
    return parser.found


def reading_minutes(text: str) -> int:
    """Whole minutes that reading takes at 200 words a minute; at least one."""
    return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))


def plain(text: str) -> str:
    """One line of storable, composed text."""
    return unicodedata.normalize("NFC", " ".join(storable(text).split()))


def paragraphs(text: str | None) -> str:
    """Storable, composed text that keeps its lines and the empty ones between its paragraphs."""
    lines = [plain(line) for line in normalize_newlines(text or "").split("\n")]
    return "\n".join(lines).strip()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[list[str]] = [[]]
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden or ("aria-hidden", "true") in attrs:
            self._hidden += tag not in {"br", "img"}
        elif tag == "img":
            self._lines.append([dict(attrs).get("alt") or ""])
            self._lines.append([])
        elif tag not in INLINE:
            self._lines.append([])

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= 1
        elif tag not in INLINE:
            self._lines.append([])

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._lines[-1].append(data)

    def text(self) -> str:
        lines = (plain("".join(parts)) for parts in self._lines)
        return "\n".join(line for line in lines if line)


class _Headings(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Heading] = []
        self._id = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h2":
            self._id, self._words = dict(attrs).get("id") or "", []

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2" and self._id:
            self.found.append(Heading(self._id, plain("".join(self._words))))
            self._id = ""

    def handle_data(self, data: str) -> None:
        if self._id:
            self._words.append(data)
