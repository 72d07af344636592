"""The closed list of verbs and their details, and what a higher room tells the trail about people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Choices
from django.utils.functional import Promise

Text = str | Promise
Words = Mapping[str, Text]


class UndeclaredVerb(LookupError):
    """A verb or a detail that no room has declared: the trail takes nothing it does not know."""


class Verb:
    """What a verb is called on screen, and the details it may carry.

    `Verb(_("Role given"), "within", role=Role)`: a detail that holds slugs comes with their words.
    """

    def __init__(self, label: Text, *details: str, **slugs: type[Choices] | Words) -> None:
        self.label = label
        self.names: Words = {}  # what its details are called, as `verbs` is told
        self.details = frozenset(details) | frozenset(slugs)
        self.words = {name: _words_of(meant) for name, meant in slugs.items()}


def _words_of(meant: type[Choices] | Words) -> Words:
    return dict(meant.choices) if isinstance(meant, type) else meant


_VERBS: dict[str, Verb] = {}
_OBJECTS: dict[str, Text] = {}
_SHARED_DETAILS: dict[str, Text] = {}


def verbs(room: str, declared: Mapping[str, Verb], *, details: Words | None = None) -> None:
    """Declare the verbs of `room`. Details never hold secrets, answers or a reservation's text.

    `details` says what the details of these verbs are called; for the others it is `shared_details`.
    """
    details = details or {}
    for name, verb in declared.items():
        verb.names = {detail: words for detail, words in details.items() if detail in verb.details}
        if name in _VERBS and _VERBS[name].details != verb.details:
            raise ValueError(f"{room} declares {name} again with other details")
        _VERBS[name] = verb


def shared_details(named: Words) -> None:
    """Say what details are called that mean the same in several rooms."""
    _SHARED_DETAILS.update(named)


def detail_name(verb: Verb, detail: str) -> Text:
    """What `detail` of `verb` is called; itself when nobody has said it."""
    return verb.names.get(detail) or _SHARED_DETAILS.get(detail, detail)


def known_verbs() -> dict[str, Verb]:
    """Every declared verb."""
    return dict(_VERBS)


def objects(named: Mapping[str, Text]) -> None:
    """Say what types of object (`app.model`) are called whose models have no `verbose_name`."""
    _OBJECTS.update(named)


def known_objects() -> dict[str, Text]:
    return dict(_OBJECTS)


def require_declared(verb: str, details: Iterable[str]) -> None:
    """Raise `UndeclaredVerb` unless `verb` and all `details` are on the closed list."""
    if verb not in _VERBS:
        raise UndeclaredVerb(f"the verb {verb!r} is not declared")
    unknown = set(details) - _VERBS[verb].details
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


# What a check found wrong: the row of the trail that it concerns (0: none), and why.
Wrong = tuple[int, str]
Check = Callable[[Callable[[int, int], None]], Wrong | None]
_checks: list[Check] = []


def checked_with_the_trail(check: Check) -> Check:
    """Have `check(progress)` run with every check of the whole trail, which it extends to rows of its room.

    It names the first thing that is wrong, or None, and calls `progress(done, total)` every few seconds.
    """
    _checks.append(check)
    return check


def checks() -> list[Check]:
    return list(_checks)
