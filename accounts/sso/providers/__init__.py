"""The companies' own sign-in services that are configured, and what is wrong with a configuration."""

from django.conf import settings

from accounts.sso.providers.base import Provider
from accounts.sso.providers.openid import ENTRA, GOOGLE, OpenIdProvider
from accounts.sso.providers.saml import SamlProvider

__all__ = ["ENTRA", "GOOGLE", "OpenIdProvider", "Provider", "SamlProvider"]


def all_providers() -> list[Provider]:
    return [
        *(OpenIdProvider.from_settings(facts) for facts in settings.PORTAL_SSO),
        *(SamlProvider.from_settings(facts) for facts in settings.PORTAL_SAML),
    ]


def usable_providers() -> list[Provider]:
    """Those without a problem; one that the check refuses is never offered, whoever skipped the check."""
    return [provider for provider in all_providers() if not any(provider.problems())]


def find(slug: str) -> Provider | None:
    return next((provider for provider in usable_providers() if provider.slug == slug), None)
