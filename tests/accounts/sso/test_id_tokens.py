"""Forged, expired, misdirected and replayed id tokens prove nothing."""

import dataclasses
import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from accounts.sso import id_tokens
from accounts.sso.claims import Claimed, Proof, require_fresh
from accounts.sso.providers import OpenIdProvider, find
from accounts.sso.rules import ForeignTenant, NotFresh, TokenRefused
from tests.accounts.sso.local_provider import LocalProvider

NONCE = "the nonce of this round trip"
NOBODY = Claimed("subject-1", "", "", "", "", "", "", None, "de")
Forge = Callable[[LocalProvider], str]


def usual(provider: LocalProvider, **claims: Any) -> dict[str, Any]:
    return {**provider.usual(NONCE), **claims}


def without(provider: LocalProvider, name: str) -> dict[str, Any]:
    return {key: value for key, value in usual(provider).items() if key != name}


def signed_with_the_public_key(provider: LocalProvider) -> str:
    """The old trick: a shared-secret signature made with what everybody may know."""
    claims = usual(provider)
    return jwt.encode(claims, "public key as a secret, long enough for the library", "HS256", {"kid": "1"})


FORGED: dict[str, Forge] = {
    "alg none": lambda p: jwt.encode(usual(p), None, "none", {"kid": "1"}),
    "shared secret": signed_with_the_public_key,
    "another key": lambda p: p.sign(usual(p), key=ec.generate_private_key(ec.SECP256R1())),
    "cut off signature": lambda p: p.sign(usual(p)).rpartition(".")[0] + ".",
    "wrong audience": lambda p: p.sign(usual(p, aud="another application")),
    "several audiences without azp": lambda p: p.sign(usual(p, aud=["portal", "another"])),
    "wrong issuer": lambda p: p.sign(usual(p, iss="https://evil.example")),
    "expired": lambda p: p.sign(usual(p, exp=int(time.time()) - 120)),
    "not yet": lambda p: p.sign(usual(p, iat=int(time.time()) + 900)),
    "another nonce": lambda p: p.sign(usual(p, nonce="of another round trip")),
    "no nonce": lambda p: p.sign(without(p, "nonce")),
    "no subject": lambda p: p.sign(without(p, "sub")),
    "empty subject": lambda p: p.sign(usual(p, sub="")),
    "no expiry": lambda p: p.sign(without(p, "exp")),
    "no token at all": lambda p: "not.a.token",
}


def own() -> OpenIdProvider:
    found = find("hafen")
    assert isinstance(found, OpenIdProvider)
    return found


def test_a_sound_token_is_read(provider: LocalProvider) -> None:
    claims = id_tokens.checked(provider.sign(usual(provider)), provider=own(), nonce=NONCE)
    assert claims["sub"] == "subject-1"


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_token_is_refused(how: str, provider: LocalProvider) -> None:
    with pytest.raises(TokenRefused):
        id_tokens.checked(FORGED[how](provider), provider=own(), nonce=NONCE)


def test_a_new_key_of_the_provider_is_learnt(provider: LocalProvider) -> None:
    id_tokens.checked(provider.sign(usual(provider)), provider=own(), nonce=NONCE)
    provider.key = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(TokenRefused):
        id_tokens.checked(provider.sign(usual(provider)), provider=own(), nonce=NONCE)


@pytest.mark.parametrize(
    ("kind", "pin", "claims", "belongs"),
    [
        ("entra", {"tenant": "ours"}, {"tid": "ours"}, True),
        ("entra", {"tenant": "ours"}, {"tid": "another company's"}, False),
        ("entra", {"tenant": "ours"}, {"tid": "9188040d-6c67-4c5b-b112-36a304b66dad"}, False),
        ("entra", {"tenant": "ours"}, {}, False),
        ("google", {"hosted_domain": "hafenlicht.example"}, {"hd": "hafenlicht.example"}, True),
        ("google", {"hosted_domain": "hafenlicht.example"}, {"hd": "evil.example"}, False),
        ("google", {"hosted_domain": "hafenlicht.example"}, {}, False),
    ],
)
def test_private_and_foreign_accounts_are_refused(
    kind: str, pin: dict, claims: dict, belongs: bool, provider: LocalProvider
) -> None:
    pinned = dataclasses.replace(own(), kind=kind, **pin)
    token = provider.sign(usual(provider, **claims))
    if belongs:
        assert id_tokens.checked(token, provider=pinned, nonce=NONCE)
        return
    with pytest.raises(ForeignTenant):
        id_tokens.checked(token, provider=pinned, nonce=NONCE)


@pytest.mark.parametrize("auth_time", [0, None, "now", 1000])
def test_an_old_sign_in_there_proves_nothing_new(auth_time: object) -> None:
    at = id_tokens.authenticated_at({"auth_time": auth_time})
    with pytest.raises(NotFresh):
        require_fresh(Proof(NOBODY, second_factor=True, authenticated_at=at), since=time.time())


@pytest.mark.parametrize(
    ("claims", "attested"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": "mfa"}, True),
        ({"acr": "gold"}, True),
        ({"amr": ["pwd"]}, False),
        ({"acr": "bronze"}, False),
        ({}, False),
    ],
)
def test_who_attests_a_second_factor(claims: dict, attested: bool, provider: LocalProvider) -> None:
    provider.configure(second_factor_amr=["mfa"], second_factor_acr=["gold"])
    assert id_tokens.attests_second_factor(claims, own()) is attested
