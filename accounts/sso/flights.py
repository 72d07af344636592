"""Round trips to a provider and back. Each belongs to one browser, lasts minutes and lands once."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.sso import client
from accounts.sso.providers import GOOGLE, Provider
from accounts.sso.rules import RoundTripUnknown

SESSION_KEY = "sso_flights"
AT_ONCE = 5  # tabs


@dataclass(frozen=True)
class Flight:
    """One round trip. `person` is the ref of who wants to prove it again; empty for signing in."""

    provider: str
    nonce: str
    verifier: str
    next_url: str
    person: str
    at: float


def depart(request: HttpRequest, provider: Provider, *, next_url: str, person: str = "") -> str:
    """Remember a new round trip in the session; return the address at the provider. Raises `ProviderDown`."""
    authorize = client.metadata(provider)["authorization_endpoint"]
    state, nonce, verifier = (secrets.token_urlsafe(length) for length in (32, 32, 64))
    flight = Flight(provider.slug, nonce, verifier, next_url, person, time.time())
    request.session[SESSION_KEY] = {**_kept(request), state: asdict(flight)}
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": return_address(request, provider),
        "scope": " ".join(provider.scopes),
        "state": state,
        "nonce": nonce,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
        **_wishes(provider, fresh=bool(person)),
    }
    return f"{authorize}{'&' if '?' in authorize else '?'}{urlencode(asked)}"


def land(request: HttpRequest, provider: Provider) -> Flight:
    """The round trip that ends here; it cannot land again. Raises `RoundTripUnknown`."""
    flights = request.session.get(SESSION_KEY, {})
    found = flights.pop(request.GET.get("state", ""), None)
    request.session[SESSION_KEY] = flights
    if found is None:
        raise RoundTripUnknown
    flight = Flight(**found)
    if flight.provider != provider.slug or flight.at < time.time() - settings.SSO_ROUND_TRIP_SECONDS:
        raise RoundTripUnknown
    return flight


def return_address(request: HttpRequest, provider: Provider) -> str:
    return request.build_absolute_uri(reverse("sso:arrive", args=[provider.slug]))


def _kept(request: HttpRequest) -> dict[str, dict]:
    """Earlier round trips of this browser, the oldest given up."""
    return dict(list(request.session.get(SESSION_KEY, {}).items())[-(AT_ONCE - 1) :])


def _wishes(provider: Provider, *, fresh: bool) -> dict[str, str]:
    """What the provider is asked for beyond the protocol."""
    wishes = {}
    if provider.second_factor_acr:
        wishes["acr_values"] = " ".join(provider.second_factor_acr)
    if provider.kind == GOOGLE:
        wishes["hd"] = provider.hosted_domain
        wishes["claims"] = json.dumps({"id_token": {"auth_time": {"essential": True}}})
    if fresh:  # 0 would be older at once: some providers then ask for ever
        wishes |= {"prompt": "login", "max_age": str(settings.SSO_CLOCK_SKEW_SECONDS)}
    return wishes


def _challenge(verifier: str) -> str:
    """PKCE, RFC 7636."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
