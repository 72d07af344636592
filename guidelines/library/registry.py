"""What higher rooms tell the library: where the text that people are held to is read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
