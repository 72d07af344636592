"""The companies' own sign-in services that are configured, and what is wrong with a configuration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

ENTRA, GOOGLE, KEYCLOAK, OTHER = "entra", "google", "keycloak", "oidc"
KINDS = (ENTRA, GOOGLE, KEYCLOAK, OTHER)
GOOGLE_ISSUER = "https://accounts.google.com"
# Entra's words for "any tenant", "any company" and "private accounts", and the tenant of private accounts.
NO_TENANT = {"common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"}
SOCIAL_HOSTS = frozenset(
    """accounts.google.com facebook.com appleid.apple.com github.com gitlab.com linkedin.com x.com twitter.com
    login.live.com login.yahoo.com amazon.com discord.com slack.com twitch.tv line.me kakao.com vk.com
    tiktok.com reddit.com steamcommunity.com paypal.com""".split()
)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Provider:
    """One configured service. `domains` are the mail domains for which it speaks with authority."""

    slug: str
    kind: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = ""
    tenant: str = ""
    hosted_domain: str = ""
    domains: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    personnel_number_claim: str = ""
    login_id_claim: str = ""
    groups_claim: str = ""
    department_claim: str = ""
    second_factor_amr: tuple[str, ...] = ()
    second_factor_acr: tuple[str, ...] = ()
    creates: bool = False
    entity: str = ""
    location: str = ""
    department: str = ""

    @classmethod
    def from_settings(cls, facts: Mapping[str, Any]) -> "Provider":
        """The kind fills in what follows from it."""
        known = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
        known["kind"] = known.get("kind") or OTHER
        known["name"] = known.get("name") or known["slug"]
        if known["kind"] == ENTRA:
            known["issuer"] = f"https://login.microsoftonline.com/{known.get('tenant', '')}/v2.0"
            known["second_factor_amr"] = known.get("second_factor_amr") or ("mfa",)
        if known["kind"] == GOOGLE:
            known["issuer"] = GOOGLE_ISSUER
        return cls(**known)

    @property
    def source(self) -> str:
        """The name under which rules for roles and the trail know it."""
        return f"sso:{self.slug}"

    @property
    def is_local(self) -> bool:
        """On this machine, without TLS: for tests and for trying it out."""
        parts = urlsplit(self.issuer)
        return parts.scheme == "http" and parts.hostname in LOOPBACK

    def problems(self) -> Iterator[str]:
        """What forbids using it, each with how to put it right."""
        if self.kind not in KINDS:
            yield f"KIND is {self.kind!r}; it is one of {', '.join(KINDS)}."
        if not self.client_id:
            yield "CLIENT_ID is missing: the id under which the provider knows this portal."
        if self.kind == ENTRA and (not self.tenant or self.tenant.lower() in NO_TENANT):
            yield (
                "TENANT must be the id of your own tenant. Without it, or with common, organizations or "
                "consumers, anybody's private Microsoft account could sign in; nobody here shall need one."
            )
        if self.kind == GOOGLE and not self.hosted_domain:
            yield (
                "HOSTED_DOMAIN must be your Workspace domain. Without it anybody's private Google account "
                "could sign in; nobody here shall need one."
            )
        if self.kind not in (ENTRA, GOOGLE):
            yield from self._issuer_problems()
        if self.creates and not (self.entity and self.location):
            yield "CREATES needs ENTITY and LOCATION: the names of those for people put on record."

    def _issuer_problems(self) -> Iterator[str]:
        parts = urlsplit(self.issuer)
        host = parts.hostname or ""
        if not host or (parts.scheme != "https" and not self.is_local):
            yield "ISSUER must be the https address of the provider, exactly as it names itself."
        if host == "login.microsoftonline.com":
            yield "ISSUER is Microsoft's: use KIND=entra with TENANT, which pins it to your company."
        elif any(host == social or host.endswith(f".{social}") for social in SOCIAL_HOSTS):
            yield (
                f"ISSUER is {host}, a service for private people: this portal takes no social login, because "
                "nobody shall need a private account for their work. Use your company's own directory."
            )


def all_providers() -> list[Provider]:
    return [Provider.from_settings(facts) for facts in settings.PORTAL_SSO]


def usable_providers() -> list[Provider]:
    """Those without a problem; one that the check refuses is never offered, whoever skipped the check."""
    return [provider for provider in all_providers() if not any(provider.problems())]


def find(slug: str) -> Provider | None:
    return next((provider for provider in usable_providers() if provider.slug == slug), None)
