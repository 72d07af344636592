"""A1: whether access can be used is decided at the moment of use, from what holds then."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from accounts.access.choices import PLATFORM_SIDE, Blocker, GrantState, Suspension
from accounts.access.models import AccessGrant, PrivateAccountConsent
from accounts.access.registry import Requirement, imposed_on, is_on_call, requirements_of
from accounts.people.models import Employee
from accounts.register.choices import PublishesThrough, RouteKind, Terms
from accounts.register.models import AccessRoute

# Somebody, and the route for which they lend their private account.
_Lent = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """What stands in the way of using a grant now; nothing, if it can be used.

    `is_grace` means that it can be used only because the person is on call in a running incident.
    """

    blockers: tuple[Blocker, ...] = ()
    missing: tuple[Requirement, ...] = field(default=())
    is_grace: bool = False

    @property
    def can_be_used(self) -> bool:
        return not self.blockers


def standing_of(grant: AccessGrant, now: datetime) -> Standing:
    """Everything at once: grant, window, person, what is required, consent, account and route."""
    return standings_of([grant], now)[0]


def standings_of(grants: Sequence[AccessGrant], now: datetime) -> list[Standing]:
    """The same for several: what is required of a person is looked up once, consents in one query, and so is
    what higher rooms impose."""
    required = _required(grants)
    imposed = imposed_on(grants, now)
    consented = _consented(grants, now)
    return [
        _standing(
            grant, _missing(grant, required[grant.person_id], imposed.get(grant.pk, ())), consented, now
        )
        for grant in grants
    ]


def _missing(
    grant: AccessGrant, required: Mapping[str, Requirement], imposed: Iterable[Requirement]
) -> tuple[Requirement, ...]:
    """By the rules of the account, and what is imposed on top; what both ask for is named once."""
    asked = [required[key] for key in grant.request.policy.required]
    found = {one.key: one for one in (*imposed, *asked) if not one.is_met}
    return tuple(found.values())


def _standing(
    grant: AccessGrant, missing: tuple[Requirement, ...], consented: Container[_Lent], now: datetime
) -> Standing:
    is_grace = bool(missing) and has_grace(grant.person, missing, now)
    blockers = [*_of_grant(grant, now), *_of_surroundings(grant)]
    whose = needs_consent_of(grant.route, grant.person)
    if whose is not None and (whose.pk, grant.route_id) not in consented:
        blockers.append(Blocker.CONSENT)
    if missing and not is_grace:
        blockers.append(Blocker.REQUIREMENT)
    return Standing(tuple(blockers), missing, is_grace and not blockers)


def _required(grants: Iterable[AccessGrant]) -> dict[int, dict[str, Requirement]]:
    keys: dict[Employee, set[str]] = {}
    for grant in grants:
        keys.setdefault(grant.person, set()).update(grant.request.policy.required)
    return {
        person.pk: {one.key: one for one in requirements_of(person, sorted(wanted))}
        for person, wanted in keys.items()
    }


def _consented(grants: Iterable[AccessGrant], now: datetime) -> Container[_Lent]:
    """Whose private account may be used by which route."""
    routes = [grant.route_id for grant in grants if needs_consent_of(grant.route, grant.person) is not None]
    if not routes:
        return frozenset()
    holding = PrivateAccountConsent.objects.holding(now).filter(route__in=routes)
    return set(holding.values_list("person", "route"))


def has_grace(person: Employee, missing: Iterable[Requirement], now: datetime) -> bool:
    """Who is on call in a running incident may go on for some hours after something lapsed, never before it
    was fulfilled for the first time."""
    window = timedelta(hours=settings.ACCESS_ON_CALL_GRACE_HOURS)
    fresh = all(one.lapsed_at is not None and now < one.lapsed_at + window for one in missing)
    return fresh and is_on_call(person)


def needs_consent_of(route: AccessRoute, person: Employee) -> Employee | None:
    """A4: whose private account the route goes over when `person` takes it, their own or a publisher's."""
    if route.kind == RouteKind.VOLUNTEERED:
        return person
    return route.publisher if route.publishes_through == PublishesThrough.PROFILE else None


def can_be_given(route: AccessRoute) -> bool:
    """Neither closed, nor a ghost account, nor against the platform's terms."""
    return route.closed_at is None and route.kind != RouteKind.GHOST and route.terms != Terms.FORBIDDEN


def _of_grant(grant: AccessGrant, now: datetime) -> Iterable[Blocker]:
    if grant.state == GrantState.ENDED or now >= grant.ends_at:
        yield Blocker.OVER
        return
    if now < grant.starts_at:
        yield Blocker.NOT_YET
    if grant.route.kind in PLATFORM_SIDE and grant.attested_at is None:
        yield Blocker.INVITATION
    # A lapse is looked at afresh; only a person takes back the other suspensions.
    if grant.state == GrantState.SUSPENDED and grant.suspension != Suspension.LAPSE:
        yield Blocker.SUSPENDED


def _of_surroundings(grant: AccessGrant) -> Iterable[Blocker]:
    if not grant.person.is_active:
        yield Blocker.PERSON
    if not grant.account.is_in_use:
        yield Blocker.ACCOUNT
    if not can_be_given(grant.route):
        yield Blocker.ROUTE
