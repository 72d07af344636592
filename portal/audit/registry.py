"""The closed list of verbs and their details, and what a higher room tells the trail about people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

_VERBS: dict[str, frozenset[str]] = {}


class UndeclaredVerb(LookupError):
    """A verb or a detail that no room has declared: the trail takes nothing it does not know."""


def verbs(room: str, declared: Mapping[str, Iterable[str]]) -> None:
    """Declare the verbs of `room`. Details never hold secrets, answers or a reservation's text."""
    for verb, details in declared.items():
        allowed = frozenset(details)
        if _VERBS.get(verb, allowed) != allowed:
            raise ValueError(f"{room} declares {verb} again with other details")
        _VERBS[verb] = allowed


def known_verbs() -> dict[str, frozenset[str]]:
    """Every declared verb with the names of its details."""
    return dict(_VERBS)


def require_declared(verb: str, details: Iterable[str]) -> None:
    """Raise `UndeclaredVerb` unless `verb` and all `details` are on the closed list."""
    if verb not in _VERBS:
        raise UndeclaredVerb(f"the verb {verb!r} is not declared")
    unknown = set(details) - _VERBS[verb]
    if unknown:
        raise UndeclaredVerb(f"{verb!r} does not declare the details {sorted(unknown)}")


_LOOKS: set[str] = set()


def looks(*declared: str) -> None:
    """Say which verbs mean that somebody looked at other people's data."""
    _LOOKS.update(declared)


def look_verbs() -> list[str]:
    return sorted(_LOOKS)


@dataclass
class People:
    """What the trail asks about people: it holds references only and knows nobody."""

    names_of: Callable[[Iterable[UUID]], dict[UUID, str]] = lambda refs: {}
    find: Callable[[str], list[tuple[UUID, str]]] = lambda text: []
    may_read_trail: Callable[[Any], bool] = lambda person: False


people = People()


def name_of(ref: UUID) -> str:
    """The name that belongs to `ref` today; empty when it is nobody's, or no longer anybody's."""
    return people.names_of([ref]).get(ref, "")


def may_read_trail(person: Any) -> bool:
    """Whether `person` may open the trail; nobody may until a higher room says who."""
    return people.may_read_trail(person)


@dataclass(frozen=True)
class Actor:
    """Somebody of whom only the reference is known, as `by` of an act: a job on a person's behalf."""

    ref: UUID
