"""There and back: departing to a provider, and what happens on arrival."""

import logging
import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.people.authentication import SSO
from accounts.people.operations.sign_in import note_refusal
from accounts.sso import client, flights, id_tokens
from accounts.sso.claims import read
from accounts.sso.flights import Flight
from accounts.sso.operations import take_in
from accounts.sso.providers import Provider, find
from accounts.sso.rules import SignInCancelled, SomebodyElse, TokenRefused
from portal.audit.rules import RuleBroken

Claims = dict[str, Any]

logger = logging.getLogger(__name__)


@never_cache
@require_GET
def depart(request: HttpRequest, slug: str) -> HttpResponse:
    """To the provider. A plain link: the policy lets no form lead to another address than ours."""
    return _to_provider(request, _provider(slug), person="")


@login_required
@never_cache
@require_GET
def prove(request: HttpRequest, slug: str) -> HttpResponse:
    """To the provider once more, which is asked to ask the person again."""
    return _to_provider(request, _provider(slug), person=str(request.user.ref))


@never_cache
@require_GET
def arrive(request: HttpRequest, slug: str) -> HttpResponse:
    """Back from the provider: the round trip is ours, the token proves it, the person is known."""
    provider = _provider(slug)
    try:
        flight = flights.land(request, provider)
        claims = _claims(request, provider, flight)
        if flight.person:
            return _proven(request, provider, flight, claims)
        person = take_in(provider=provider, claimed=read(claims, provider))
    except RuleBroken as refusal:
        return _refused(request, provider, refusal)
    if request.user.is_authenticated:
        get_adapter().logout(request)  # otherwise what is noted next would go with the old session
    _note(request, person, provider, claims, at=min(id_tokens.authenticated_at(claims), time.time()))
    return perform_login(request, Login(user=person, redirect_url=flight.next_url or None))


def _provider(slug: str) -> Provider:
    provider = find(slug)
    if provider is None:
        raise Http404
    return provider


def _to_provider(request: HttpRequest, provider: Provider, *, person: str) -> HttpResponse:
    wanted = request.GET.get("next", "")
    next_url = wanted if wanted and get_adapter().is_safe_url(wanted) else ""
    try:
        return HttpResponseRedirect(flights.depart(request, provider, next_url=next_url, person=person))
    except RuleBroken as refusal:
        return _refused(request, provider, refusal)


def _claims(request: HttpRequest, provider: Provider, flight: Flight) -> Claims:
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
    return id_tokens.checked(token, provider=provider, nonce=flight.nonce)


def _proven(request: HttpRequest, provider: Provider, flight: Flight, claims: Claims) -> HttpResponse:
    """The same person as in this session, asked again just now; then on with what was interrupted."""
    person = request.user
    if not person.is_authenticated or str(person.ref) != flight.person:
        raise SomebodyElse
    if not person.identities.filter(provider=provider.slug, subject=claims["sub"]).exists():
        raise SomebodyElse
    id_tokens.require_fresh(claims, since=flight.at)
    _note(request, person, provider, claims, at=time.time())
    request.GET = QueryDict(mutable=True)
    request.GET["next"] = flight.next_url
    return resume_request(request) or redirect("mfa_index")


def _note(request: HttpRequest, person: Any, provider: Provider, claims: Claims, *, at: float) -> None:
    second = id_tokens.attests_second_factor(claims, provider)
    record_authentication(request, person, SSO, provider=provider.slug, second_factor=second, at=at)


def _refused(request: HttpRequest, provider: Provider, refusal: RuleBroken) -> HttpResponse:
    """Say why on the page that offers the other ways."""
    if not refusal.is_noted:
        note_refusal(method=provider.source)
    logger.warning(
        "company sign-in refused",
        extra={
            "provider": provider.slug,
            "rule": type(refusal).__name__,
            "why": getattr(refusal, "reason", ""),
        },
    )
    messages.error(request, str(refusal.message))
    return redirect(resolve_url("mfa_index" if request.user.is_authenticated else "account_login"))
