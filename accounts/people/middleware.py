from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from accounts.people.authentication import has_second_factor, used_second_factor
from accounts.people.operations.setup import is_set_up
from accounts.people.permissions import NothingToProveWith, needs_second_factor
from accounts.people.registry import is_for_machines, is_never_blocked, proof_pages

GetResponse = Callable[[HttpRequest], HttpResponse]

# K12: help, privacy and signing out are never blocked. Named one by one: a prefix would let more through.
ALWAYS_OPEN = frozenset(
    {
        "ui:stylesheet",
        "ui:script",
        "ui:language-choose",
        "ui:theme-choose",
        "ui:help",
        "ui:privacy",
        "ui:imprint",
        "account_logout",
    }
)
SET_UP_OPEN = ALWAYS_OPEN | {"people:portal-set-up", "upkeep:live", "upkeep:ready"}
# To add the first factor, and to prove that one is oneself on the way there.
ADD_FACTOR = frozenset(
    {
        "people:second-factor",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
    }
)
# To use a factor that is there.
USE_FACTOR = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})


class PersonMiddleware:
    """Speak the person's language and show times in their zone; before sign-in, follow the browser."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated:
            language, zone = person.language, ZoneInfo(person.zone)
        else:
            language, zone = _browser_language(request), None
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class FirstRunMiddleware:
    """Until the portal is set up, every page leads to the first-run page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_done = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """A portal that was set up once stays so; after that no query is spent on it."""
        name = _view_name(request)
        if self.is_done or not settings.PORTAL_FIRST_RUN_PAGE or name in SET_UP_OPEN or is_for_machines(name):
            return None
        self.is_done = is_set_up()
        return None if self.is_done else HttpResponseRedirect(reverse("people:portal-set-up"))


class SecondFactorMiddleware:
    """Whoever holds a role with power sets up a second factor and has used it in this session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        name = _view_name(request)
        if is_for_machines(name) or not request.user.is_authenticated or name in ALWAYS_OPEN:
            return None
        if is_never_blocked(name) or used_second_factor(request) or not needs_second_factor(request.user):
            return None
        if has_second_factor(request.user):
            return None if name in USE_FACTOR | proof_pages() else _to("mfa_reauthenticate", request)
        if name in ADD_FACTOR | proof_pages():
            return None
        return HttpResponseRedirect(reverse("people:second-factor"))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Who has nothing to prove it with hears so where a passkey is offered."""
        if not isinstance(exception, NothingToProveWith):
            return None
        messages.error(request, str(exception.message))
        return HttpResponseRedirect(reverse("people:second-factor"))


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _to(url_name: str, request: HttpRequest) -> HttpResponse:
    """There and back again; only what was a page can be returned to."""
    way_back = {"next": request.get_full_path()} if request.method == "GET" else {}
    return HttpResponseRedirect(
        f"{reverse(url_name)}?{urlencode(way_back)}" if way_back else reverse(url_name)
    )


def _browser_language(request: HttpRequest) -> str:
    if request.headers.get("Accept-Language") or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return translation.get_language_from_request(request)
    return settings.LANGUAGE_CODE
