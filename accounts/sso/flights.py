"""Round trips to a provider and back. Each belongs to one browser, lasts minutes and lands once."""

import secrets
import time
from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.sso.providers import Provider
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


def begin(request: HttpRequest, provider: Provider, *, next_url: str, person: str = "") -> tuple[str, Flight]:
    """Remember a new round trip in the session; return its state, which nobody can guess."""
    state, nonce, verifier = (secrets.token_urlsafe(length) for length in (32, 32, 64))
    flight = Flight(provider.slug, nonce, verifier, next_url, person, time.time())
    request.session[SESSION_KEY] = {**_kept(request), state: asdict(flight)}
    return state, flight


def land(request: HttpRequest, provider: Provider, state: str) -> Flight:
    """The round trip that ends here; it cannot land again. Raises `RoundTripUnknown`."""
    flights = request.session.get(SESSION_KEY, {})
    found = flights.pop(state, None)
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
