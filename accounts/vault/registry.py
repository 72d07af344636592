"""What higher rooms tell this one: for what emergency access is used, and who wants to hear of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from accounts.people.models import Employee
    from accounts.vault.models import BreakGlass


@dataclass(frozen=True)
class Cause:
    """Something of a higher room that emergency access is used for: `kind` is the slug it was offered under,
    `label` what people call it, for review and mails."""

    kind: str
    ref: UUID
    label: str

    @property
    def key(self) -> str:
        """As it travels in an address."""
        return f"{self.kind}:{self.ref}"


@dataclass(frozen=True)
class CauseSource:
    """`find(person, ref)` gives the cause if it stands and `person` may know of it; `url(ref)`: its page."""

    find: Callable[["Employee", UUID], Cause | None]
    url: Callable[[UUID], str]


_causes: dict[str, CauseSource] = {}


def emergency_cause(kind: str, source: CauseSource) -> None:
    """Offer a kind of cause for emergency access."""
    _causes[kind] = source


def cause_from(person: "Employee", key: str) -> Cause | None:
    """The cause that a key names, or None when there is none, or none for `person`."""
    kind, _, text = key.partition(":")
    source = _causes.get(kind)
    try:
        return source.find(person, UUID(text)) if source else None
    except ValueError:
        return None


def url_of_cause(kind: str, ref: UUID | None) -> str:
    source = _causes.get(kind)
    return source.url(ref) if source and ref else ""


Used = Callable[["BreakGlass"], None]
_used: list[Used] = []


def on_emergency(hook: Used) -> Used:
    """Have `hook(glass)` called, in the same transaction, when somebody uses emergency access."""
    _used.append(hook)
    return hook


def tell_emergency_used(glass: "BreakGlass") -> None:
    for hook in _used:
        hook(glass)
