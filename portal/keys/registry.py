"""Who holds sealed values: what a change of keys must visit, and what forbids retiring a key."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Holder:
    """One kind of sealed value.

    `ring` names the ring whose keys it needs. `iterate()` yields (identifier, key id) of every value;
    `replace(identifier)` brings one under the active key. `replace` is called inside a transaction, may be
    called twice, and finds a value that has gone.
    """

    name: str
    iterate: Callable[[], Iterator[tuple[Any, str]]]
    replace: Callable[[Any], None]
    ring: str = ""


_holders: dict[str, Holder] = {}


def holder(
    name: str,
    iterate: Callable[[], Iterator[tuple[Any, str]]],
    replace: Callable[[Any], None],
    *,
    ring: str = "",
) -> None:
    """Register a kind of sealed value; a room that seals anything does this when it is ready."""
    _holders[name] = Holder(name, iterate, replace, ring)


def holders(ring: str = "") -> list[Holder]:
    """Every kind of value that is sealed under the ring of that name, in a fixed order."""
    return [_holders[name] for name in sorted(_holders) if _holders[name].ring == ring]


def needed_keys(ring: str = "") -> dict[str, Counter[str]]:
    """How many values of each kind need which key of a ring: {kind: {key id: count}}."""
    return {known.name: Counter(key_id for _, key_id in known.iterate()) for known in holders(ring)}
