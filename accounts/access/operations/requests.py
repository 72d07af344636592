"""Requests for access: asked by whoever needs it, or assigned on somebody's behalf."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.access import emails
from accounts.access.approving import Approver, Circle, voices
from accounts.access.deciding import can_be_given, needs_consent_of
from accounts.access.models import (
    AccessGrant,
    AccessPolicy,
    AccessRequest,
    PrivateAccountConsent,
)
from accounts.access.operations.consents import give_consent
from accounts.access.operations.policies import pinned_policy
from accounts.access.permissions import can_ask, can_assign
from accounts.access.registry import tell_access_wanted
from accounts.access.rules import (
    AccessedAlready,
    AccountNotInUse,
    CannotHaveAccess,
    ConsentMissing,
    EndsBeforeItStarts,
    HasEnded,
    InThePast,
    LongerThanAllowed,
    NobodyChosen,
    NobodyMayApprove,
    NotYours,
    OnlyByOwnAct,
    ReasonRequired,
    RouteNotUsable,
    TooMany,
)
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.registrations import holders
from accounts.register.choices import AccountStatus, RouteKind
from accounts.register.models import AccessRoute, CorporateAccount
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Wish:
    """What is asked for: a route of an account, from one day to another, for a reason."""

    route: AccessRoute
    starts_on: date
    ends_on: date
    reason: str = ""


@operation(refused="access.refused")
def submit_request(*, wish: Wish, by: Employee, extends: AccessGrant | None = None) -> AccessRequest:
    """Ask for access for oneself. A route over a private account goes by `volunteer_account` instead.

    Raises `NotPermitted`, `NobodyMayApprove` (A3), and what `_ground` and `_require_able` say.
    """
    if not can_ask(by):
        raise NotPermitted
    if wish.route.kind == RouteKind.VOLUNTEERED and not _has_consented(by, wish.route):
        raise ConsentMissing
    request = _submit(wish, by=Employee.objects.held().get(pk=by.pk), extends=extends)
    record("access.requested", by=by, obj=request)
    emails.ask_approvers(request)
    return request


@operation(refused="access.refused")
def volunteer_account(*, wish: Wish, language: str, by: Employee) -> AccessRequest:
    """Offer one's own private account and ask for access over it, in one act (A4): no one can do it for
    somebody else, and without the request there is no consent either."""
    by = Employee.objects.held().get(pk=by.pk)
    give_consent(route=wish.route, by=by, language=language)
    return submit_request(wish=wish, by=by)


@operation(refused="access.refused")
def extend_grant(*, grant: AccessGrant, ends_on: date, reason: str, by: Employee) -> AccessRequest:
    """Ask to keep access longer: a new request that points at the grant. Raises `NotYours`, `HasEnded`."""
    grant = AccessGrant.objects.with_parts().get(pk=grant.pk)
    if grant.person_id != by.pk:
        raise NotYours
    if not grant.is_running:
        raise HasEnded
    wish = Wish(grant.route, starts_on=timezone.localdate(), ends_on=ends_on, reason=reason)
    return submit_request(wish=wish, by=by, extends=grant)


@operation(refused="access.refused")
def assign_access(
    *, routes: Sequence[AccessRoute], people: Iterable[Employee], wish: Wish, by: Employee
) -> list[AccessRequest]:
    """Request access for others, by `routes` of one or several accounts, with the dates and the reason of
    `wish`. Somebody else still approves each (A2). Whoever has the access already is left out.

    Raises `NotPermitted`, `NobodyChosen`, `TooMany`, `OnlyByOwnAct` (A4), `NobodyMayApprove` (A3).
    """
    if not can_assign(by):
        raise NotPermitted
    chosen = list({person.pk: person for person in people}.values())
    if not chosen or not routes:
        raise NobodyChosen
    if len(chosen) * len(routes) > MOST_AT_ONCE:
        raise TooMany(MOST_AT_ONCE)
    if any(route.kind == RouteKind.VOLUNTEERED for route in routes):
        raise OnlyByOwnAct
    able = list(Employee.objects.held().filter(pk__in=[person.pk for person in chosen]))
    made = _assign([(route, person) for route in routes for person in able], wish, by)
    if not made:
        raise AccessedAlready
    for request, _deciders in made:
        record("access.assigned", by=by, on_behalf_of=request.person, obj=request)
    emails.ask_approvers_of_many(made)
    return [request for request, _deciders in made]


@dataclass(frozen=True)
class Ground:
    """What a request stands on while its account is locked: the route, the rules, and who decides by them."""

    account: CorporateAccount
    route: AccessRoute
    policy: AccessPolicy
    circle: Circle


def _ground(route: AccessRoute) -> Ground:
    accounts = CorporateAccount.objects.select_for_update(of=("self",), no_key=True)
    account = accounts.select_related("owner__deputy", "deputy__deputy").get(pk=route.account_id)
    route = AccessRoute.objects.select_related("publisher").get(pk=route.pk)
    policy = pinned_policy(account=account)
    if account.status == AccountStatus.CLOSED:
        raise AccountNotInUse
    if not can_be_given(route):
        raise RouteNotUsable
    return Ground(account, route, policy, Circle(account, policy, timezone.localdate()))


Made = tuple[AccessRequest, list[Approver]]


def _assign(pairs: Sequence[tuple[AccessRoute, Employee]], wish: Wish, by: Employee) -> list[Made]:
    """Each route is looked at once, and whoever has it already is left out. Accounts are locked in one order,
    so that two admins who assign at once wait for each other instead of for ever."""
    routes = {route.pk: route for route, _person in pairs}.values()
    grounds = {route.pk: _ground(route) for route in sorted(routes, key=lambda one: (one.account_id, one.pk))}
    known = _had_or_awaited(list(routes), [person for _route, person in pairs])
    return [
        _make(grounds[route.pk], wish, person=person, by=by)
        for route, person in pairs
        if (person.pk, route.pk) not in known
    ]


def _submit(wish: Wish, *, by: Employee, extends: AccessGrant | None) -> AccessRequest:
    ground = _ground(wish.route)
    if _awaits(by, ground.route) or (extends is None and _has(by, ground.route)):
        raise AccessedAlready
    return _make(ground, wish, person=by, by=by, extends=extends)[0]


def _make(
    ground: Ground, wish: Wish, *, person: Employee, by: Employee, extends: AccessGrant | None = None
) -> Made:
    _require_able(person, ground.route)
    _require_days(wish, ground.policy.longest_days)
    if ground.policy.needs_reason and not wish.reason.strip():
        raise ReasonRequired
    deciders = ground.circle.deciders((person, by))
    if voices(deciders) < ground.policy.approvals:
        raise NobodyMayApprove(
            holders(Role.ACCOUNT_ADMIN).order_by("name").values_list("name", flat=True)[:5]
        )
    request = AccessRequest.objects.create(
        account=ground.account,
        route=ground.route,
        person=person,
        requested_by=by,
        reason=wish.reason.strip(),
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        policy=ground.policy,
        extends=extends,
        submitted_at=timezone.now(),
        answer_by=timezone.localdate() + timedelta(days=settings.ACCESS_REQUEST_ANSWER_DAYS),
    )
    tell_access_wanted(person)
    return request, deciders


def _require_able(person: Employee, route: AccessRoute) -> None:
    if not person.is_active:
        raise CannotHaveAccess
    whose = needs_consent_of(route, person)
    if whose is not None and whose.pk != person.pk and not _has_consented(whose, route):
        raise ConsentMissing


def _require_days(wish: Wish, longest: int) -> None:
    if wish.starts_on < timezone.localdate():
        raise InThePast
    if wish.ends_on < wish.starts_on:
        raise EndsBeforeItStarts
    if (wish.ends_on - wish.starts_on).days + 1 > longest:
        raise LongerThanAllowed(longest)


def _has_consented(person: Employee, route: AccessRoute) -> bool:
    return PrivateAccountConsent.objects.holding(timezone.now()).filter(person=person, route=route).exists()


def _has(person: Employee, route: AccessRoute) -> bool:
    return AccessGrant.objects.running().filter(person=person, route=route).exists()


def _awaits(person: Employee, route: AccessRoute) -> bool:
    return AccessRequest.objects.undecided().filter(person=person, route=route).exists()


def _had_or_awaited(routes: Sequence[AccessRoute], people: Sequence[Employee]) -> set[tuple[int, int]]:
    """Who has access by which route already, or has asked for it."""
    found: set[tuple[int, int]] = set()
    for rows in (AccessGrant.objects.running(), AccessRequest.objects.undecided()):
        found |= set(rows.filter(route__in=routes, person__in=people).values_list("person", "route"))
    return found
