"""SAML 2.0: the way to a provider (HTTP-Redirect), and its answer (HTTP-POST).

The answer is posted from the provider's page, so the browser sends no session with it. It is checked at once,
kept for a minute under a ticket that works once, and used by the browser's next request, which carries the
session.
"""

import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.sso import flights
from accounts.sso.claims import Proof
from accounts.sso.flights import Flight
from accounts.sso.providers import SamlProvider
from accounts.sso.rules import NotBegunHere, RoundTripUnknown, SignInCancelled, TokenRefused
from accounts.sso.saml import asking, assertions, attributes
from accounts.sso.saml.assertions import Assertion
from portal.audit.rules import RuleBroken

TOLD = {rule.__name__: rule for rule in (NotBegunHere, SignInCancelled)}


@dataclass(frozen=True)
class Landing:
    provider: str
    answers: str
    proof: Proof


def depart(request: HttpRequest, provider: SamlProvider, *, next_url: str, person: str) -> str:
    """Begin a round trip; return the address at the provider, which is not asked anything itself."""
    state, _ = flights.begin(request, provider, next_url=next_url, person=person)
    return asking.address(request, provider, state=state, fresh=bool(person))


def received(request: HttpRequest, provider: SamlProvider) -> str:
    """Check the posted answer, once; return what the browser brings along. Raises what `checked` raises."""
    assertion = assertions.checked(
        request.POST.get("SAMLResponse", ""),
        provider=provider,
        audience=asking.entity_id(request, provider),
        recipient=asking.recipient(request, provider),
    )
    _require_first_use(provider, assertion)
    ticket = secrets.token_urlsafe(32)
    landing = Landing(provider.slug, assertion.answers, attributes.proof(assertion, provider))
    cache.set(f"sso:landing:{ticket}", landing, settings.SSO_LANDING_SECONDS)
    return urlencode({"ticket": ticket})


def arrived(request: HttpRequest, provider: SamlProvider) -> tuple[Flight, Proof]:
    """The round trip that ends with this request, and what the assertion proved.

    Raises `RoundTripUnknown`, and what was refused on receipt.
    """
    if "refused" in request.GET:
        rule = TOLD.get(request.GET["refused"])
        raise rule() if rule else TokenRefused("on receipt")
    key = f"sso:landing:{request.GET.get('ticket', '')}"
    landing = cache.get(key)
    if landing is None or not cache.delete(key) or landing.provider != provider.slug:
        raise RoundTripUnknown
    return flights.land(request, provider, landing.answers.removeprefix("_")), landing.proof


def told(refusal: RuleBroken) -> str:
    """What the browser brings along instead of a ticket: a word, so that nothing is kept for strangers."""
    return urlencode({"refused": type(refusal).__name__})


def _require_first_use(provider: SamlProvider, assertion: Assertion) -> None:
    """An assertion is taken once, for as long as it is valid anywhere."""
    left = assertion.expires_at - time.time() + 2 * settings.SSO_CLOCK_SKEW_SECONDS
    if not cache.add(f"sso:assertion:{provider.slug}:{assertion.id}", True, left):
        raise TokenRefused("replayed")
