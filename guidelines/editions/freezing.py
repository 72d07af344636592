"""A page becomes words that never change again. Pure: the same page gives the same words."""

from dataclasses import dataclass
from typing import Any

from guidelines.library.reading import plain
from portal.audit.chain import canonical_text, storable


@dataclass(frozen=True)
class FrozenWork:
    """One language of a work. `content` is plain data: texts, numbers, lists, sanitised HTML."""

    title: str
    summary: str
    language: str
    content: dict[str, Any]

    @property
    def canonical(self) -> str:
        """The content as it is stored and hashed."""
        return canonical_text(self.content)

    @property
    def data(self) -> dict[str, Any]:
        """The content, under the name it has in a stored wording."""
        return self.content

    @property
    def reads(self) -> tuple[str, ...]:
        return self.title, self.summary, self.canonical


def frozen_work(page: Any, content: dict[str, Any]) -> FrozenWork:
    """What a page says, with the `content` that its genre made of it."""
    return FrozenWork(
        title=plain(page.title),
        summary=plain(page.summary),
        language=page.locale.language_code,
        content=storable(content),
    )


def frozen_source(value: Any) -> dict[str, str]:
    """A `guidelines.library.blocks.Source`, in the shape of `structure.SourceOf`."""
    return {"title": plain(value["title"]), "url": value["url"] or "", "date": value["date"] or ""}
