"""What a provider says about somebody, in this portal's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts.sso.providers import ENTRA, OpenIdProvider
from accounts.sso.rules import NotFresh

NAME_MAX = 300


@dataclass(frozen=True)
class Claimed:
    """What a provider says about somebody. `email` is empty unless it vouches for the address.

    `groups` is None when it does not say: then roles stay as they are.
    """

    subject: str
    name: str
    email: str
    address: str
    personnel_number: str
    login_id: str
    department: str
    groups: tuple[str, ...] | None
    language: str


@dataclass(frozen=True)
class Proof:
    """What a provider's checked answer is worth. `authenticated_at` is 0 when it does not say."""

    claimed: Claimed
    second_factor: bool
    authenticated_at: float


def require_fresh(proof: Proof, *, since: float) -> None:
    """Somebody proved at the provider, after `since`, who they are. Raises `NotFresh`."""
    if proof.authenticated_at < since - settings.SSO_CLOCK_SKEW_SECONDS:
        raise NotFresh


def read(claims: Mapping[str, Any], provider: OpenIdProvider) -> Claimed:
    address = _text(claims, "email").lower()
    return Claimed(
        subject=_text(claims, "sub"),
        name=_text(claims, "name")[:NAME_MAX],
        email=address if _vouches(claims, provider, address) else "",
        address=address,
        personnel_number=_text(claims, provider.personnel_number_claim),
        login_id=_text(claims, provider.login_id_claim).lower(),
        department=_text(claims, provider.department_claim),
        groups=_groups(claims, provider),
        language=language(_text(claims, "locale")),
    )


def language(said: str) -> str:
    """The portal's language for what a directory calls somebody's."""
    short = said[:2].lower()
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _vouches(claims: Mapping[str, Any], provider: OpenIdProvider, address: str) -> bool:
    """Only for domains that are its own, and never for an address it calls unverified.

    Entra sends no `email_verified`; in one's own tenant the directory's administrators write the address.
    """
    verified = claims.get("email_verified", provider.kind == ENTRA) is True
    return verified and provider.vouches_for(address)


def _groups(claims: Mapping[str, Any], provider: OpenIdProvider) -> tuple[str, ...] | None:
    if not provider.groups_claim or provider.groups_claim in claims.get("_claim_names", {}):
        return None  # Entra names a place to ask instead when somebody has too many groups
    said = claims.get(provider.groups_claim, [])
    return (said,) if isinstance(said, str) else tuple(str(group) for group in said)


def _text(claims: Mapping[str, Any], name: str) -> str:
    said = claims.get(name, "") if name else ""
    return str(said).replace("\x00", "").strip() if isinstance(said, str | int) else ""
