"""The company sign-ins that the sign-in page offers first."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.sso.providers import usable_providers
from portal.ui.registry import WayIn


def company_ways(request: HttpRequest) -> Iterable[WayIn]:
    way_back = f"?{urlencode({'next': request.GET['next']})}" if request.GET.get("next") else ""
    for provider in usable_providers():
        label = _("Sign in with %(name)s") % {"name": provider.name}
        yield WayIn(label, reverse("sso:depart", args=[provider.slug]) + way_back, "building-2")
