"""Access routes of an account."""

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.choices import RouteKind, Terms
from accounts.register.models import AccessRoute
from accounts.register.operations.findings import refresh_findings
from accounts.register.permissions import answers_for, require_manager
from accounts.register.registry import tell_route_closed
from accounts.register.rules import NothingToSignOff, OwnerSignsOff, RouteIsClosed
from portal.audit.trail import operation, record


@operation(refused="account.refused")
def add_route(*, route: AccessRoute, by: Employee) -> AccessRoute:
    """Register a way to work on an account; `route` has been validated by its form."""
    require_manager(by)
    route.save()
    record("route.added", by=by, obj=route, details={"kind": route.kind})
    refresh_findings(account=route.account, by=by)
    return route


@operation(refused="account.refused")
def change_route(*, route: AccessRoute, by: Employee) -> AccessRoute:
    """Save what the form of a route changed; who changes its terms ends the owner's signature."""
    require_manager(by)
    before = _open(route)
    if (before.terms, before.kind, before.clause) != (route.terms, route.kind, route.clause):
        route.signed_off_by, route.signed_off_at = None, None
    route.save()
    record("route.changed", by=by, obj=route, details={"kind": route.kind})
    refresh_findings(account=route.account, by=by)
    return route


@operation(refused="account.refused")
def close_route(*, route: AccessRoute, by: Employee) -> AccessRoute:
    """End a route. Whoever worked through it is told by the rooms above."""
    require_manager(by)
    route = _open(route)
    route.closed_at = timezone.now()
    route.save(update_fields=["closed_at"])
    record("route.closed", by=by, obj=route, details={"kind": route.kind})
    tell_route_closed(route, by)
    refresh_findings(account=route.account, by=by)
    return route


@operation(refused="account.refused")
def sign_off_route(*, route: AccessRoute, by: Employee) -> AccessRoute:
    """The owner takes responsibility for a shared login of which the terms say nothing clear.

    Raises `OwnerSignsOff`, `NothingToSignOff`, `RouteIsClosed`.
    """
    route = _open(route)
    if not answers_for(by, route.account):
        raise OwnerSignsOff
    if route.kind != RouteKind.SHARED or route.terms != Terms.UNCLEAR:
        raise NothingToSignOff
    route.signed_off_by, route.signed_off_at = by, timezone.now()
    route.save(update_fields=["signed_off_by", "signed_off_at"])
    record("route.signed_off", by=by, obj=route, details={"kind": route.kind})
    refresh_findings(account=route.account, by=by)
    return route


def _open(route: AccessRoute) -> AccessRoute:
    locked = AccessRoute.objects.select_for_update(of=("self",), no_key=True).select_related("account")
    found = locked.get(pk=route.pk)
    if found.closed_at is not None:
        raise RouteIsClosed
    return found
