"""There and back: departing to a provider, and what happens on arrival."""

import logging
import time
from types import ModuleType
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts.people.authentication import SSO
from accounts.people.operations.sign_in import note_refusal
from accounts.sso import openid
from accounts.sso.claims import Proof, require_fresh
from accounts.sso.flights import Flight
from accounts.sso.operations import take_in
from accounts.sso.providers import Provider, SamlProvider, find
from accounts.sso.rules import SomebodyElse
from portal.audit.rules import RuleBroken

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
    """Back from the provider: the round trip is ours, the answer proves it, the person is known."""
    provider = _provider(slug)
    try:
        flight, proof = _protocol(provider).arrived(request, provider)
        if flight.person:
            return _proven(request, provider, flight, proof)
        person = take_in(provider=provider, claimed=proof.claimed)
    except RuleBroken as refusal:
        return _refused(request, provider, refusal)
    if request.user.is_authenticated:
        get_adapter().logout(request)  # otherwise what is noted next would go with the old session
    _note(request, person, provider, proof, at=min(proof.authenticated_at, time.time()))
    return perform_login(request, Login(user=person, redirect_url=flight.next_url or None))


@csrf_exempt
@never_cache
@require_POST
def receive(request: HttpRequest, slug: str) -> HttpResponse:
    """What a SAML provider has its own page post here; only a signature can show that it is meant.

    No session comes with it, and none is begun: it would take the place of the one that asked.
    """
    provider = _saml_provider(slug)
    exchange = _protocol(provider)
    try:
        brought = exchange.received(request, provider)
    except RuleBroken as refusal:
        _log(provider, refusal)
        brought = exchange.told(refusal)
    return HttpResponseRedirect(f"{reverse('sso:arrive', args=[slug])}?{brought}")


@require_GET
def metadata(request: HttpRequest, slug: str) -> HttpResponse:
    """The portal as who runs the SAML provider must know it."""
    provider = _saml_provider(slug)
    from accounts.sso.saml.asking import metadata as about_portal

    return HttpResponse(about_portal(request, provider), content_type="application/samlmetadata+xml")


def _provider(slug: str) -> Provider:
    provider = find(slug)
    if provider is None:
        raise Http404
    return provider


def _saml_provider(slug: str) -> SamlProvider:
    provider = _provider(slug)
    if not isinstance(provider, SamlProvider):
        raise Http404
    return provider


def _protocol(provider: Provider) -> ModuleType:
    """What speaks with this provider: `depart` and `arrived`. SAML is an extra, imported when it is used."""
    if isinstance(provider, SamlProvider):
        from accounts.sso.saml import exchange

        return exchange
    return openid


def _to_provider(request: HttpRequest, provider: Provider, *, person: str) -> HttpResponse:
    wanted = request.GET.get("next", "")
    next_url = wanted if wanted and get_adapter().is_safe_url(wanted) else ""
    try:
        there = _protocol(provider).depart(request, provider, next_url=next_url, person=person)
    except RuleBroken as refusal:
        return _refused(request, provider, refusal)
    return HttpResponseRedirect(there)


def _proven(request: HttpRequest, provider: Provider, flight: Flight, proof: Proof) -> HttpResponse:
    """The same person as in this session, asked again just now; then on with what was interrupted."""
    person = request.user
    if not person.is_authenticated or str(person.ref) != flight.person:
        raise SomebodyElse
    if not person.identities.filter(provider=provider.slug, subject=proof.claimed.subject).exists():
        raise SomebodyElse
    require_fresh(proof, since=flight.at)
    _note(request, person, provider, proof, at=time.time())
    request.GET = QueryDict(mutable=True)
    request.GET["next"] = flight.next_url
    return resume_request(request) or redirect("mfa_index")


def _note(request: HttpRequest, person: Any, provider: Provider, proof: Proof, *, at: float) -> None:
    record_authentication(
        request, person, SSO, provider=provider.slug, second_factor=proof.second_factor, at=at
    )


def _refused(request: HttpRequest, provider: Provider, refusal: RuleBroken) -> HttpResponse:
    """Say why on the page that offers the other ways."""
    if not refusal.is_noted:
        note_refusal(method=provider.source)
    _log(provider, refusal)
    messages.error(request, str(refusal.message))
    return redirect(resolve_url("mfa_index" if request.user.is_authenticated else "account_login"))


def _log(provider: Provider, refusal: RuleBroken) -> None:
    logger.warning(
        "company sign-in refused",
        extra={
            "provider": provider.slug,
            "rule": type(refusal).__name__,
            "why": getattr(refusal, "reason", ""),
        },
    )
