"""Refuses at the start what would let strangers or private accounts in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from accounts.sso.providers import all_providers

SOCIAL = "allauth.socialaccount.providers."


def check_providers(**_: Any) -> list[CheckMessage]:
    """Every configured provider is sound, and no social login is installed beside them."""
    found: list[CheckMessage] = []
    providers = all_providers()
    for provider in providers:
        found += [
            Error(f"{provider.prefix}… {problem}", hint="See docs/operations/sso.md.", id="sso.E001")
            for problem in provider.problems()
        ]
    slugs = [provider.slug for provider in providers]
    if len(set(slugs)) < len(slugs):
        found.append(Error("PORTAL_SSO and PORTAL_SAML name a provider twice.", id="sso.E002"))
    social = [app for app in settings.INSTALLED_APPS if app.startswith(SOCIAL) and app != f"{SOCIAL}saml"]
    if social:
        hint = (
            "Nobody shall need a private account for their work. "
            "Set the company's own up in PORTAL_SSO or PORTAL_SAML."
        )
        found.append(Error(f"Social logins are installed: {', '.join(social)}.", hint=hint, id="sso.E003"))
    return found
