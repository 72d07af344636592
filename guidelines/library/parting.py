"""A frozen text cut into the parts that a comparison aligns."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from guidelines.library.reading import text_of
from guidelines.library.sanitising import clean

VOID = frozenset({"br", "img"})


@dataclass(frozen=True)
class Part:
    """One top-level element of a frozen text; `shape` is its first tag with the class, `text` its lines."""

    shape: str
    text: str
    under: str = field(default="", compare=False)


def parts_of(html: str) -> list[Part]:
    """The top-level elements of a frozen text; a heading begins a part of its own."""
    parser = _Splitter()
    parser.feed(clean(html))
    parser.close()
    parts, heading = [], ""
    for shape, source in parser.parts:
        text = text_of(source)
        if shape.startswith("h2"):
            heading = text
        if text:
            parts.append(Part(shape, text, "" if shape.startswith("h2") else heading))
    return parts


class _Splitter(HTMLParser):
    """Cuts HTML at its top level, and sections at their children, so that paragraphs can be aligned."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[tuple[str, str]] = []
        self._depth = 0
        self._shape = ""
        self._source: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._depth:
            if tag == "section":
                return
            self._shape = f"{tag} {dict(attrs).get('class') or ''}"
        self._source.append(self.get_starttag_text() or "")
        if tag not in VOID:
            self._depth += 1
        elif not self._depth:
            self._cut()

    def handle_endtag(self, tag: str) -> None:
        if not self._depth:
            return
        self._depth -= 1
        self._source.append(f"</{tag}>")
        if not self._depth:
            self._cut()

    def handle_data(self, data: str) -> None:
        if self._depth:
            self._source.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def _cut(self) -> None:
        self.parts.append((self._shape, "".join(self._source)))
        self._source = []
