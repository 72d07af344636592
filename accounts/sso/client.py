"""Talking to a provider: its metadata, its keys, and the exchange of a code. Nothing else is asked of it."""

from typing import Any
from urllib.parse import quote, urlsplit

import requests
from django.conf import settings
from django.core.cache import cache

from accounts.sso.providers import OpenIdProvider
from accounts.sso.rules import ProviderDown, TokenRefused
from portal.upkeep.outgoing import CompanyTrust

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def metadata(provider: OpenIdProvider) -> dict[str, Any]:
    """What the provider says about itself. Raises `ProviderDown`, `TokenRefused` if it names another."""
    address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    found = _remembered(provider, "metadata", address)
    if found.get("issuer") != provider.issuer:
        raise TokenRefused("issuer of the metadata")
    for endpoint in ENDPOINTS:
        if not provider.is_local and urlsplit(str(found.get(endpoint, ""))).scheme != "https":
            raise TokenRefused(f"{endpoint} without TLS")
    return found


def keys(provider: OpenIdProvider, *, fresh: bool = False) -> list[dict[str, Any]]:
    """The provider's public keys; `fresh` asks again, after a key was not among them."""
    found = _remembered(provider, "keys", metadata(provider)["jwks_uri"], fresh=fresh)
    return list(found.get("keys", []))


def id_token_for(provider: OpenIdProvider, *, code: str, verifier: str, redirect_uri: str) -> str:
    """Exchange the one-time code for the id token. Raises `ProviderDown`, `TokenRefused`."""
    about = metadata(provider)
    data = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
        "client_id": provider.client_id,
    }
    auth = None
    if provider.client_secret and _wants_basic(about):
        auth = (quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
    elif provider.client_secret:
        data["client_secret"] = provider.client_secret
    answer = _asked("POST", about["token_endpoint"], data=data, auth=auth)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise TokenRefused("no id token")
    return token


def _wants_basic(about: dict[str, Any]) -> bool:
    """RFC 8414: a provider that names no method means basic."""
    return "client_secret_post" not in about.get("token_endpoint_auth_methods_supported", [])


def _remembered(provider: OpenIdProvider, what: str, url: str, *, fresh: bool = False) -> dict[str, Any]:
    key = f"sso:{what}:{provider.slug}:{url}"
    found = None if fresh else cache.get(key)
    if found is None:
        found = _asked("GET", url)
        cache.set(key, found, settings.SSO_METADATA_SECONDS)
    return found


def _asked(method: str, url: str, **what: Any) -> dict[str, Any]:
    with requests.Session() as session:
        session.mount("https://", CompanyTrust())
        try:
            answer = session.request(
                method, url, timeout=settings.SSO_TIMEOUT_SECONDS, allow_redirects=False, **what
            )
            body = answer.json() if answer.status_code < 500 else None
        except requests.RequestException as broken:
            raise ProviderDown from broken
    if body is None:
        raise ProviderDown
    if answer.status_code != 200 or not isinstance(body, dict):
        raise TokenRefused(f"answer {answer.status_code}")
    return body
