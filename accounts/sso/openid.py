"""OpenID Connect: the way to a provider, and what came back (Core 1.0, 3.1, with PKCE)."""

import base64
import hashlib
import json
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from accounts.sso import client, flights, id_tokens
from accounts.sso.claims import Proof, read
from accounts.sso.flights import Flight
from accounts.sso.providers import GOOGLE, OpenIdProvider
from accounts.sso.rules import SignInCancelled, TokenRefused


def depart(request: HttpRequest, provider: OpenIdProvider, *, next_url: str, person: str) -> str:
    """Begin a round trip; return the address at the provider. Raises `ProviderDown`, `TokenRefused`."""
    authorize = client.metadata(provider)["authorization_endpoint"]
    state, flight = flights.begin(request, provider, next_url=next_url, person=person)
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": flights.return_address(request, provider),
        "scope": " ".join(provider.scopes),
        "state": state,
        "nonce": flight.nonce,
        "code_challenge": _challenge(flight.verifier),
        "code_challenge_method": "S256",
        **_wishes(provider, fresh=bool(person)),
    }
    return f"{authorize}{'&' if '?' in authorize else '?'}{urlencode(asked)}"


def arrived(request: HttpRequest, provider: OpenIdProvider) -> tuple[Flight, Proof]:
    """The round trip that ends with this request, and what the id token proves.

    Raises `RoundTripUnknown`, `SignInCancelled`, `TokenRefused`, `ForeignTenant`, `ProviderDown`.
    """
    flight = flights.land(request, provider, request.GET.get("state", ""))
    if "code" not in request.GET:
        raise SignInCancelled
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise TokenRefused("iss of the answer (RFC 9207)")
    token = client.id_token_for(
        provider,
        code=request.GET["code"],
        verifier=flight.verifier,
        redirect_uri=flights.return_address(request, provider),
    )
    claims = id_tokens.checked(token, provider=provider, nonce=flight.nonce)
    return flight, Proof(
        claimed=read(claims, provider),
        second_factor=id_tokens.attests_second_factor(claims, provider),
        authenticated_at=id_tokens.authenticated_at(claims),
    )


def _wishes(provider: OpenIdProvider, *, fresh: bool) -> dict[str, str]:
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
