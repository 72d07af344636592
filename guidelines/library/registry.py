"""What higher rooms tell the library: where a text that people are held to is read, which pages stay."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import Page

    from guidelines.library.models import GuidelinePage

ReadingAddress = Callable[["GuidelinePage"], str | None]

_reading_addresses: list[ReadingAddress] = []


def reading_address_provider(provider: ReadingAddress) -> ReadingAddress:
    """Register who knows where a page's released text is read; the first answer counts."""
    if provider not in _reading_addresses:
        _reading_addresses.append(provider)
    return provider


def reading_address(page: "GuidelinePage") -> str | None:
    """Where people read what `page` was released as, or `None` while nothing has been released."""
    return next((address for provider in _reading_addresses if (address := provider(page))), None)


@dataclass(frozen=True)
class Held:
    """Why a page stays where it is, and where something can be done about it."""

    reason: str
    url: str
    label: str


Keeper = Callable[["Page"], Held | None]

_keepers: list[Keeper] = []


def page_keeper(keeper: Keeper) -> Keeper:
    """Have `keeper` asked before a page is deleted, moved or unpublished, by whatever way."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def held_where_it_is(page: "Page") -> Held | None:
    """What holds `page` where it is, or `None` when it can be taken away."""
    return next((held for keeper in _keepers if (held := keeper(page))), None)
