"""What an id token must prove (OpenID Connect Core 1.0, 3.1.3.7), and for two providers a little more."""

import hmac
from typing import Any

import jwt
from django.conf import settings

from accounts.sso import client
from accounts.sso.providers import ENTRA, GOOGLE, OpenIdProvider
from accounts.sso.rules import ForeignTenant, TokenRefused

# Signatures only a holder of the provider's private key can make: no "none", nothing with a shared secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]


def checked(token: str, *, provider: OpenIdProvider, nonce: str) -> dict[str, Any]:
    """The claims of `token`. Raises `TokenRefused`, `ForeignTenant`, `ProviderDown`.

    The nonce belongs to one round trip of one browser and is forgotten on arrival, so that a token proves
    something once.
    """
    claims = _decoded(token, provider)
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != provider.client_id:
        raise TokenRefused("azp")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise TokenRefused("nonce")
    if not str(claims["sub"]):
        raise TokenRefused("sub")
    _require_company(claims, provider)
    return claims


def authenticated_at(claims: dict[str, Any]) -> float:
    """When the person last proved there who they are; 0 when the provider does not say."""
    moment = claims.get("auth_time", 0)
    return float(moment) if isinstance(moment, int | float) else 0.0


def attests_second_factor(claims: dict[str, Any], provider: OpenIdProvider) -> bool:
    """Whether the token says, in the words configured for this provider, that two factors were used."""
    methods = claims.get("amr", [])
    named = {methods} if isinstance(methods, str) else {str(method) for method in methods}
    return bool(named & set(provider.second_factor_amr)) or claims.get("acr") in provider.second_factor_acr


def _decoded(token: str, provider: OpenIdProvider) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise TokenRefused("alg")
        return jwt.decode(
            token,
            key=_key(provider, header).key,
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=settings.SSO_CLOCK_SKEW_SECONDS,
            options={"require": REQUIRED},
        )
    except jwt.PyJWTError as wrong:
        raise TokenRefused(type(wrong).__name__) from wrong


def _key(provider: OpenIdProvider, header: dict[str, Any]) -> jwt.PyJWK:
    for fresh in (False, True):
        fitting = [key for key in client.keys(provider, fresh=fresh) if _fits(key, header)]
        if len(fitting) == 1:
            return jwt.PyJWK(fitting[0], algorithm=header["alg"])
    raise TokenRefused("kid")


def _fits(key: dict[str, Any], header: dict[str, Any]) -> bool:
    if key.get("use", "sig") != "sig" or key.get("alg", header["alg"]) != header["alg"]:
        return False
    return "kid" not in header or key.get("kid") == header["kid"]


def _require_company(claims: dict[str, Any], provider: OpenIdProvider) -> None:
    if provider.kind == ENTRA and claims.get("tid") != provider.tenant:
        raise ForeignTenant
    if provider.kind == GOOGLE and claims.get("hd") != provider.hosted_domain:
        raise ForeignTenant
