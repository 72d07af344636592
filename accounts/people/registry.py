"""What higher rooms tell this one: it asks here instead of importing them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Union

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.people.choices import LifecycleEvent

if TYPE_CHECKING:
    from accounts.people.models import Audience, Employee


@dataclass(frozen=True)
class Duty:
    """Something a person owes or is offered, as home, digest and calendar show it."""

    key: str
    title: str
    action: str | Promise
    url: str
    due_on: date | None
    overdue: bool
    required: bool = True
    minutes: int = 0
    paused: bool = False


@dataclass(frozen=True)
class Section:
    """One part of "my data": a heading and rows of label → value."""

    title: str | Promise
    rows: list[dict[str, object]]


# One person, a set of people, or None: everybody.
Only = Union["Employee", "QuerySet[Employee]", None]
LifecycleHook = Callable[["Employee", LifecycleEvent], None]
BulkLifecycleHook = Callable[["QuerySet[Employee]", LifecycleEvent], None]
AudienceHook = Callable[["Audience", Only], None]

# Of attributes that come and go: what is offered now (slug, label), and whom a slug means.
AttributeFamily = tuple[Callable[[], Iterable[tuple[str, str]]], Callable[[str], QuerySet]]

_lifecycle: list[tuple[LifecycleHook, BulkLifecycleHook | None]] = []
_audience_changed: list[AudienceHook] = []
_duties: list[Callable[["Employee"], Iterable[Duty]]] = []
_attributes: dict[str, tuple[str | Promise, Callable[[], QuerySet]]] = {}
_attribute_families: dict[str, AttributeFamily] = {}
_my_data: list[Callable[["Employee"], Iterable[Section]]] = []


def on_lifecycle(hook: LifecycleHook, *, many: BulkLifecycleHook | None = None) -> LifecycleHook:
    """Have `hook` called, in the same transaction, whenever something happens to a person.

    `many` does the same for a set of people to whom one thing happens at once; without it `hook` is called
    for each of them.
    """
    _lifecycle.append((hook, many))
    return hook


def tell_lifecycle(person: "Employee", event: LifecycleEvent) -> None:
    for hook, _many in _lifecycle:
        hook(person, event)


def tell_lifecycle_of_many(people: "QuerySet[Employee]", event: LifecycleEvent) -> None:
    """Tell the same event of all `people`, set-based where the higher room can."""
    for hook, many in _lifecycle:
        if many is not None:
            many(people, event)
            continue
        for person in people.select_related("location").iterator(chunk_size=1000):
            hook(person, event)


def on_audience_changed(hook: AudienceHook) -> AudienceHook:
    """Have `hook` called, in the same transaction, whenever the members of an audience changed.

    Its second argument says whose membership may have changed: one person's, a set of people's, or (None)
    everybody's.
    """
    _audience_changed.append(hook)
    return hook


def tell_audience_changed(audience: "Audience", only: Only) -> None:
    for hook in _audience_changed:
        hook(audience, only)


Proofs = Callable[["Employee"], Iterable[dict[str, Any]]]
_proofs: list[Proofs] = []
_proof_pages: set[str] = set()
_machine_routes: set[str] = set()
_sign_in_reset: list[Callable[["Employee"], None]] = []


def proof_provider(provider: Proofs, *, pages: Iterable[str]) -> None:
    """Register further ways by which a person can prove again who they are (id, description, url).

    `pages` names the views on the way there, which stay open to whoever has not proven it yet.
    """
    _proofs.append(provider)
    _proof_pages.update(pages)


def proof_pages() -> set[str]:
    return _proof_pages


def further_proofs(person: "Employee") -> list[dict[str, Any]]:
    return [way for provider in _proofs for way in provider(person)]


def for_machines(*routes: str) -> None:
    """Name routes of systems that bring a token: first-run page and second factor are for browsers."""
    _machine_routes.update(routes)


def is_for_machines(route: str) -> bool:
    return route in _machine_routes


_never_blocked: set[str] = set()


def never_blocked(*routes: str) -> None:
    """K12: name routes that no step of setting oneself up blocks, such as reporting an incident."""
    _never_blocked.update(routes)


def is_never_blocked(route: str) -> bool:
    return route in _never_blocked


def on_sign_in_reset(hook: Callable[["Employee"], None]) -> Callable[["Employee"], None]:
    """Have `hook` called, in the same transaction, when HR takes away every way in that a person has."""
    _sign_in_reset.append(hook)
    return hook


def tell_sign_in_reset(person: "Employee") -> None:
    for hook in _sign_in_reset:
        hook(person)


def duty_provider(provider: Callable[["Employee"], Iterable[Duty]]) -> Callable[["Employee"], Iterable[Duty]]:
    """Register a source of duties."""
    _duties.append(provider)
    return provider


def duties_of(person: "Employee") -> list[Duty]:
    """Everything `person` owes, most urgent first; offers without a due date come last."""
    found = [duty for provider in _duties for duty in provider(person)]
    return sorted(found, key=lambda duty: (not duty.required, duty.due_on or date.max, duty.title))


def audience_attribute(slug: str, label: str | Promise, people: Callable[[], QuerySet]) -> None:
    """Offer "people who …" to audiences; `people` returns a queryset of employee primary keys."""
    _attributes[slug] = (label, people)


def audience_attributes(
    prefix: str, choices: Callable[[], Iterable[tuple[str, str]]], people: Callable[[str], QuerySet]
) -> None:
    """Offer attributes that come and go, by slugs that begin with `prefix`; one that is gone means nobody."""
    _attribute_families[prefix] = (choices, people)


def attribute_choices() -> list[tuple[str, str | Promise]]:
    fixed = [(slug, label) for slug, (label, _) in _attributes.items()]
    return [*fixed, *(choice for choices, _people in _attribute_families.values() for choice in choices())]


def people_with_attribute(slug: str) -> QuerySet:
    """Raises `KeyError` for an attribute no room offers."""
    for prefix, (_choices, people) in _attribute_families.items():
        if slug.startswith(prefix):
            return people(slug)
    return _attributes[slug][1]()


_people_files: list[tuple[Callable[["Employee"], bool], Mapping[str, str]]] = []


def people_files(urls: Mapping[str, str], *, visible: Callable[["Employee"], bool]) -> None:
    """Offer the list of people as files, "CSV" → URL name, to those for whom `visible` is true."""
    _people_files.append((visible, urls))


def people_files_for(person: "Employee") -> dict[str, str]:
    return {kind: url for visible, urls in _people_files if visible(person) for kind, url in urls.items()}


def my_data_provider(
    provider: Callable[["Employee"], Iterable[Section]], *, first: bool = False
) -> Callable[["Employee"], Iterable[Section]]:
    """Register a room's answer to "what is stored about me?"; who somebody is comes `first`."""
    _my_data.insert(0 if first else len(_my_data), provider)
    return provider


def my_data_of(person: "Employee") -> list[Section]:
    return [section for provider in _my_data for section in provider(person)]


@dataclass(frozen=True)
class Stored:
    """What is stored about people in one place: which facts, what for, and for how long."""

    place: str | Promise
    facts: str | Promise
    purpose: str | Promise
    kept: str | Promise


_stored: list[Stored] = []


def stored_facts(*rows: Stored) -> None:
    """Tell works council and data protection what a room stores about people."""
    _stored.extend(rows)


def all_stored_facts() -> list[Stored]:
    return list(_stored)


@dataclass(frozen=True)
class TwoPersonDuty:
    """Something that takes two people. `missing` says what cannot be done while there is one or none."""

    title: str | Promise
    missing: str | Promise
    holders: Callable[[], QuerySet["Employee"]]


_two_person_duties: dict[str, TwoPersonDuty] = {}


def two_person_duty(
    slug: str, *, title: str | Promise, missing: str | Promise, holders: Callable[[], QuerySet["Employee"]]
) -> None:
    """Have the set-up check watch a duty; `holders` returns the people who can take part in it."""
    _two_person_duties[slug] = TwoPersonDuty(title, missing, holders)


def two_person_duties() -> list[TwoPersonDuty]:
    return list(_two_person_duties.values())


_role_sources: list[Callable[[], Iterable[tuple[str, str | Promise]]]] = []


def role_sources(provider: Callable[[], Iterable[tuple[str, str | Promise]]]) -> None:
    """Offer directories whose groups can give roles: `provider` yields (slug, label), as they are set up now.

    Whoever registers one calls `apply_role_rules` when it learns somebody's groups.
    """
    _role_sources.append(provider)


def role_source_choices() -> list[tuple[str, str | Promise]]:
    return [source for provider in _role_sources for source in provider()]
