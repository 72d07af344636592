"""What higher rooms tell this one: what is required of whoever uses access, and who is on call."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.access.models import AccessGrant
    from accounts.people.models import Employee


@dataclass(frozen=True)
class Requirement:
    """One thing required of a person. `url` leads to where it is fulfilled; `lapsed_at` is when it ceased to
    be, if it ever was."""

    key: str
    title: str
    is_met: bool
    url: str = ""
    lapsed_at: datetime | None = None


Choices = Callable[[], Iterable[tuple[str, str | Promise]]]
Check = Callable[["Employee", str], Requirement]
_sources: dict[str, tuple[Choices, Check]] = {}


def requirement_source(prefix: str, choices: Choices, check: Check) -> None:
    """Offer requirements whose keys begin with `prefix:`; `check(person, key)` says where somebody stands."""
    _sources[prefix] = (choices, check)


def requirement_choices() -> list[tuple[str, str | Promise]]:
    return [choice for choices, _check in _sources.values() for choice in choices()]


def requirements_of(person: "Employee", keys: Iterable[str]) -> list[Requirement]:
    """What a room requires that is not there any more nobody can fulfil: it is not met."""
    return [_check(person, key) for key in keys]


def _check(person: "Employee", key: str) -> Requirement:
    source = _sources.get(key.partition(":")[0])
    return source[1](person, key) if source else Requirement(key, key, is_met=False)


Imposing = Callable[[Sequence["AccessGrant"], datetime], Mapping[int, Sequence[Requirement]]]
_imposing: list[Imposing] = []


def imposing_source(source: Imposing) -> Imposing:
    """Have a room impose requirements on grants, whatever the rules of their accounts say.

    `source(grants, now)` gives, by primary key of the grant, what is missing; few queries for many grants.
    """
    _imposing.append(source)
    return source


def imposed_on(grants: Sequence["AccessGrant"], now: datetime) -> dict[int, list[Requirement]]:
    """What is imposed on these grants and not met."""
    found: dict[int, list[Requirement]] = {}
    for source in _imposing if grants else ():
        for pk, missing in source(grants, now).items():
            found.setdefault(pk, []).extend(missing)
    return found


Wanted = Callable[["Employee"], None]
_wanted: list[Wanted] = []


def on_access_wanted(hook: Wanted) -> Wanted:
    """Have `hook(person)` called, in the same transaction, when somebody asks for access or gets it."""
    _wanted.append(hook)
    return hook


def tell_access_wanted(person: "Employee") -> None:
    for hook in _wanted:
        hook(person)


OnCall = Callable[["Employee"], bool]
_on_call: list[OnCall] = []


def on_call_source(is_on_call: OnCall) -> OnCall:
    """Have a room say whether a person is named on call in a running incident (the grace of A1)."""
    _on_call.append(is_on_call)
    return is_on_call


def is_on_call(person: "Employee") -> bool:
    return any(source(person) for source in _on_call)


Ended = Callable[["AccessGrant", "Employee | None"], None]
_ended: list[Ended] = []


def on_grant_ended(hook: Ended) -> Ended:
    """Have `hook(grant, by)` called, in the same transaction, whenever access ends for whatever reason."""
    _ended.append(hook)
    return hook


def tell_grant_ended(grant: "AccessGrant", by: "Employee | None") -> None:
    for hook in _ended:
        hook(grant, by)


Concerned = Callable[[], "QuerySet"]
_concerned: list[Concerned] = []


def concerns_leavers(people: Concerned) -> Concerned:
    """Name those (primary keys, as a queryset) whose departure means something to a higher room."""
    _concerned.append(people)
    return people


def concerned_by_leaving() -> list[int]:
    return [pk for people in _concerned for pk in people()]
