"""Which text somebody reads, where, and what stands around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from guidelines.library.models import GuidelinePage
from guidelines.library.reading import WORDS_PER_MINUTE
from guidelines.policies.models import Policy, PolicyVersion, Rendition


@dataclass(frozen=True)
class Choice:
    """The rendition to show, and the others. `substitute` when the wanted language does not exist."""

    rendition: Rendition
    others: list[Rendition]
    substitute: bool

    @property
    def all(self) -> list[Rendition]:
        return sorted([self.rendition, *self.others], key=lambda one: one.language)


def choose(renditions: Iterable[Rendition], version: PolicyVersion, *, wanted: str) -> Choice:
    """The rendition in the `wanted` language, else the authoritative one: every version has that."""
    by_language = {rendition.language: rendition for rendition in renditions}
    shown = by_language.get(wanted) or by_language[version.authoritative_language]
    others = [rendition for rendition in by_language.values() if rendition is not shown]
    return Choice(shown, others, wanted not in by_language)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in `language`, else in any language that has one."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def minutes_of(words: int) -> int:
    """Whole minutes that so many words take; the same figure as for the text itself."""
    return max(1, ceil(words / WORDS_PER_MINUTE))


def address_of(page: GuidelinePage) -> str | None:
    """Where people read what was released from `page`, in any language; `None` while nothing was."""
    policy = Policy.objects.in_force().filter(translation_key=page.translation_key).first()
    return reverse("policies:guideline-read", args=[policy.slug]) if policy else None
