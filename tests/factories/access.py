"""Access to corporate accounts, made by the product's own operations."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.access.models import AccessGrant, AccessPolicy, AccessRequest
from accounts.access.operations import (
    Wish,
    attest_invitation,
    decide_request,
    set_policy,
    submit_request,
    volunteer_account,
)
from accounts.access.operations.policies import policy_for
from accounts.people.models import Employee
from accounts.register.choices import RouteKind
from accounts.register.models import AccessRoute, CorporateAccount


def wish(route: AccessRoute, days: int = 30, **facts: Any) -> Wish:
    """From today for some days, with a reason."""
    today = timezone.localdate()
    return Wish(route, **{"starts_on": today, "ends_on": in_days(days), "reason": "Posting", **facts})


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def asked(route: AccessRoute, *, by: Employee, days: int = 30, **facts: Any) -> AccessRequest:
    return submit_request(wish=wish(route, days, **facts), by=by)


def granted(
    route: AccessRoute, *, to: Employee, by: Employee, days: int = 30, is_attested: bool = True, **facts: Any
) -> AccessGrant:
    """Access that somebody asked for and `by` approved; what is on the platform is attested by them."""
    if route.kind == RouteKind.VOLUNTEERED:
        request = volunteer_account(wish=wish(route, days, **facts), language="de", by=to)
    else:
        request = asked(route, by=to, days=days, **facts)
    decide_request(request=request, approves=True, note="", by=by)
    grant = AccessGrant.objects.with_parts().get(request=request)
    if is_attested and grant.is_platform_side:
        attest_invitation(grant=grant, note="Seen in the list of roles", by=to)
        grant.refresh_from_db()
    return grant


def rules(of: CorporateAccount | None, *, by: Employee, **facts: Any) -> AccessPolicy:
    """Access rules of an account, or of the company; what is not said stays as it is."""
    now = policy_for(of) if of else AccessPolicy()
    kept = {name: getattr(now, name) for name in ("longest_days", "approvals", "approvers", "needs_reason")}
    return set_policy(policy=AccessPolicy(account=of, **{**kept, **facts}), by=by)
