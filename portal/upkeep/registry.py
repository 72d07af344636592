"""What may soon go wrong, and who looks after the portal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from portal.mail.operations import Recipient


@dataclass(frozen=True)
class Concern:
    """Something to be mended before it stops work. `slug` is public; `title` and `text` are for admins."""

    slug: str
    title: str | Promise
    text: str | Promise


_finders: dict[str, Callable[[], Concern | None]] = {}
_administrators: dict[str, Callable[[], Iterable[Recipient]]] = {}


def concern(name: str, find: Callable[[], Concern | None]) -> None:
    """Have the set-up check and the health page ask `find` whether there is a reason to worry."""
    _finders[name] = find


def concerns() -> list[Concern]:
    """Every reason to worry now."""
    return [found for _, find in sorted(_finders.items()) if (found := find())]


def administrators_are(who: Callable[[], Iterable[Recipient]]) -> None:
    """Set who gets mail about the portal itself; the room that knows people does this."""
    _administrators["who"] = who


def administrators() -> list[Recipient]:
    """Whoever looks after the portal now."""
    return list(_administrators["who"]()) if _administrators else []
