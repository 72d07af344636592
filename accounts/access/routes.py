"""By which routes access can be had, best first, and what each costs whoever takes it (R2)."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.access.deciding import can_be_given
from accounts.access.models import PrivateAccountConsent
from accounts.register.choices import PublishesThrough, RouteKind
from accounts.register.models import AccessRoute, CorporateAccount
from accounts.register.ranking import ranked


def usable_routes(account: CorporateAccount) -> list[AccessRoute]:
    """R2: routes by which somebody could be given access now. One over the profile of a colleague is among
    them only while they agree, so that nobody asks for it and learns from a refusal that they do not (A5)."""
    routes = list(account.routes.filter(closed_at=None).select_related("publisher"))
    lent = {route.pk for route in routes if route.publishes_through == PublishesThrough.PROFILE}
    if lent:
        agreed = PrivateAccountConsent.objects.holding(timezone.now()).filter(route__in=lent)
        lent -= set(agreed.values_list("route", flat=True))
    usable = (route for route in routes if can_be_given(route) and route.pk not in lent)
    return ranked(usable, account.platform.route_order)


def assignable_routes(account: CorporateAccount) -> list[AccessRoute]:
    """A4: a private account is nobody's to assign."""
    return [route for route in usable_routes(account) if route.kind != RouteKind.VOLUNTEERED]


def choices_of(routes: Sequence[AccessRoute]) -> list[tuple[int, str]]:
    """Each with whether it needs anything private and what will be seen, for radio buttons."""
    return [
        (route.pk, render_to_string("access/route_choice.html", {"route": route, "is_first": place == 0}))
        for place, route in enumerate(routes)
    ]
