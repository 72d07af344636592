"""What the card of an account says about access: mine, how to get it, and who else has it."""

from django.utils import timezone

from accounts.access.deciding import can_be_given, standings_of
from accounts.access.models import AccessGrant, AccessRequest
from accounts.access.permissions import can_assign, can_see_grants, can_set_policies
from accounts.people.models import Employee
from accounts.register.choices import AccountStatus
from accounts.register.models import CorporateAccount
from accounts.register.registry import CardPart

SHOWN = 20


def of_account(account: CorporateAccount, person: Employee) -> CardPart:
    """For everybody who works here; the people who may work on it only for whom that concerns."""
    mine = list(AccessGrant.objects.running().of(person).filter(account=account).with_parts())
    now = timezone.now()
    sees = can_see_grants(person, account)
    others = AccessGrant.objects.running().filter(account=account).with_parts().order_by("person__name", "pk")
    is_open = account.status != AccountStatus.CLOSED
    has_routes = any(can_be_given(route) for route in account.routes.all())
    return CardPart(
        "access/card.html",
        {
            "account": account,
            "account_ref": str(account.ref),
            "mine": list(zip(mine, standings_of(mine, now), strict=True)),
            "waiting": list(AccessRequest.objects.undecided().of(person).filter(account=account)),
            "may_ask": is_open and has_routes,
            "may_assign": is_open and has_routes and can_assign(person),
            "may_set_rules": can_set_policies(person),
            "sees_others": sees,
            "others": list(others[:SHOWN]) if sees else [],
            "count": others.count() if sees else 0,
        },
    )
