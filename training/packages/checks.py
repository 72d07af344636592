"""What the address of the packages must not be. Each finding says how to mend it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def packages_have_a_host_of_their_own(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """On the portal's host a package could act as the person who is signed in; another port does not help."""
    theirs, ours = urlsplit(settings.PORTAL_PACKAGES_URL), urlsplit(settings.PORTAL_BASE_URL)
    if not settings.PORTAL_PACKAGES_URL:
        return
    if (
        not theirs.hostname
        or theirs.scheme not in ("http", "https")
        or theirs.path.strip("/")
        or theirs.query
    ):
        yield Error(
            f"PORTAL_PACKAGES_URL is {settings.PORTAL_PACKAGES_URL!r}, which is not an address of a host.",
            hint="Set it to scheme and host only, for example https://packages.example.com.",
            id="packages.E001",
        )
    elif theirs.hostname == ours.hostname:
        yield Error(
            f"PORTAL_PACKAGES_URL has the portal's own host, {ours.hostname}: course packages could act as "
            "the person who is signed in.",
            hint="Give the packages another host name; another port is not enough.",
            id="packages.E002",
        )


@register(Tags.security, deploy=True)
def packages_are_served_over_tls(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    if settings.PORTAL_PACKAGES_URL and not settings.PORTAL_PACKAGES_URL.startswith("https://"):
        yield Error(
            f"PORTAL_PACKAGES_URL is {settings.PORTAL_PACKAGES_URL!r}; it must begin with https://.",
            hint="Let the proxy end TLS for the packages' host too.",
            id="packages.E003",
        )
