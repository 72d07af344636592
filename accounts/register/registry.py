"""What higher rooms tell this one: it asks here instead of importing them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.people.models import Employee
    from accounts.register.models import AccessRoute, CorporateAccount

RouteHook = Callable[["AccessRoute", "Employee"], None]
_route_closed: list[RouteHook] = []


def on_route_closed(hook: RouteHook) -> RouteHook:
    """Have `hook(route, by)` called, in the same transaction, when a route of an account ends."""
    _route_closed.append(hook)
    return hook


def tell_route_closed(route: "AccessRoute", by: "Employee") -> None:
    for hook in _route_closed:
        hook(route, by)


@dataclass(frozen=True)
class CardPart:
    """A section that a higher room adds to the card of an account: a template and what it is given."""

    template: str
    context: dict[str, Any]


Part = Callable[["CorporateAccount", "Employee"], CardPart | None]
_parts: list[tuple[int, Part]] = []


def card_part(part: Part, *, order: int = 100) -> Part:
    """Add a section to the card of an account; `part` returns nothing for whom it does not concern."""
    _parts.append((order, part))
    return part


def card_parts(account: "CorporateAccount", person: "Employee") -> Iterable[CardPart]:
    found = (part(account, person) for _order, part in sorted(_parts, key=lambda entry: entry[0]))
    return [part for part in found if part is not None]
