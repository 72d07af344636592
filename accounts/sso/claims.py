"""A checked token's claims in this portal's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts.sso.providers import ENTRA, Provider

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


def read(claims: Mapping[str, Any], provider: Provider) -> Claimed:
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
        language=_language(claims),
    )


def _vouches(claims: Mapping[str, Any], provider: Provider, address: str) -> bool:
    """Only for domains that are its own, and never for an address it calls unverified.

    Entra sends no `email_verified`; in one's own tenant the directory's administrators write the address.
    """
    if address.rpartition("@")[2] not in {domain.lower() for domain in provider.domains}:
        return False
    return claims.get("email_verified", provider.kind == ENTRA) is True


def _groups(claims: Mapping[str, Any], provider: Provider) -> tuple[str, ...] | None:
    if not provider.groups_claim or provider.groups_claim in claims.get("_claim_names", {}):
        return None  # Entra names a place to ask instead when somebody has too many groups
    said = claims.get(provider.groups_claim, [])
    return (said,) if isinstance(said, str) else tuple(str(group) for group in said)


def _language(claims: Mapping[str, Any]) -> str:
    said = _text(claims, "locale")[:2].lower()
    return said if said in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _text(claims: Mapping[str, Any], name: str) -> str:
    said = claims.get(name, "") if name else ""
    return str(said).replace("\x00", "").strip() if isinstance(said, str | int) else ""
