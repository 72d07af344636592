"""Services that speak OpenID Connect."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from accounts.sso.providers.base import Provider, is_local, is_sound

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


@dataclass(frozen=True, kw_only=True)
class OpenIdProvider(Provider):
    SETTING: ClassVar[str] = "PORTAL_SSO"

    kind: str
    issuer: str
    client_id: str
    client_secret: str = ""
    tenant: str = ""
    hosted_domain: str = ""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    personnel_number_claim: str = ""
    login_id_claim: str = ""
    groups_claim: str = ""
    department_claim: str = ""
    second_factor_amr: tuple[str, ...] = ()
    second_factor_acr: tuple[str, ...] = ()

    @classmethod
    def from_settings(cls, facts: Mapping[str, Any]) -> Self:
        """The kind fills in what follows from it."""
        known = {**facts, "kind": facts.get("kind") or OTHER}
        if known["kind"] == ENTRA:
            known["issuer"] = f"https://login.microsoftonline.com/{known.get('tenant', '')}/v2.0"
            known["second_factor_amr"] = known.get("second_factor_amr") or ["mfa"]
        if known["kind"] == GOOGLE:
            known["issuer"] = GOOGLE_ISSUER
        return super().from_settings(known)

    @property
    def is_local(self) -> bool:
        return is_local(self.issuer)

    def problems(self) -> Iterator[str]:
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
        yield from super().problems()

    def _issuer_problems(self) -> Iterator[str]:
        host = urlsplit(self.issuer).hostname or ""
        if not is_sound(self.issuer):
            yield "ISSUER must be the https address of the provider, exactly as it names itself."
        if host == "login.microsoftonline.com":
            yield "ISSUER is Microsoft's: use KIND=entra with TENANT, which pins it to your company."
        elif any(host == social or host.endswith(f".{social}") for social in SOCIAL_HOSTS):
            yield (
                f"ISSUER is {host}, a service for private people: this portal takes no social login, because "
                "nobody shall need a private account for their work. Use your company's own directory."
            )
