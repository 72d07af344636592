"""Whom a two-click embed may show, what is sent to them, and how an address becomes an embeddable one.

A provider can be shown inside a page only if `settings.PORTAL_EMBED_PROVIDERS` names its privacy-friendly
host; every other one is a link card that leads to the provider in a new page.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YOUTUBE_ID = re.compile(r"[\w-]{11}\Z", re.ASCII)


@dataclass(frozen=True)
class Provider:
    """`name` is what people call it; `company` receives the data; `hosts` are its public addresses."""

    slug: str
    name: str
    company: str
    country: str | Promise
    hosts: tuple[str, ...] = ()

    def owns(self, url: str) -> bool:
        host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
        return host in self.hosts


_EU = _("Ireland, with servers in the USA")
_USA = _("USA")
PROVIDERS = {
    provider.slug: provider
    for provider in (
        Provider(
            "youtube",
            "YouTube",
            "Google Ireland Ltd.",
            _EU,
            ("youtube.com", "youtu.be", "youtube-nocookie.com"),
        ),
        Provider("vimeo", "Vimeo", "Vimeo.com, Inc.", _USA, ("vimeo.com", "player.vimeo.com")),
        Provider("linkedin", "LinkedIn", "LinkedIn Ireland Unlimited Company", _EU, ("linkedin.com",)),
        Provider("facebook", "Facebook", "Meta Platforms Ireland Ltd.", _EU, ("facebook.com", "fb.watch")),
        Provider("instagram", "Instagram", "Meta Platforms Ireland Ltd.", _EU, ("instagram.com",)),
        Provider("x", "X", "X Internet Unlimited Company", _EU, ("x.com", "twitter.com")),
        Provider(
            "tiktok",
            "TikTok",
            "TikTok Technology Ltd.",
            _("Ireland, with access from China"),
            ("tiktok.com",),
        ),
        Provider("xing", "XING", "New Work SE", _("Germany"), ("xing.com",)),
        Provider("mastodon", "Mastodon", _("the operator of that server"), _("depends on the server")),
        Provider("bluesky", "Bluesky", "Bluesky Social PBC", _USA, ("bsky.app",)),
    )
}


def provider_choices() -> list[tuple[str, str]]:
    return [(provider.slug, provider.name) for provider in PROVIDERS.values()]


def can_be_shown_here(slug: str) -> bool:
    """Whether the installation allows this provider inside a page."""
    return slug in settings.PORTAL_EMBED_PROVIDERS and slug in _VIDEO_IDS


def embed_address(slug: str, url: str) -> str | None:
    """The privacy-friendly address of a video, or `None` when `url` is not one of this provider's videos."""
    provider = PROVIDERS.get(slug)
    if provider is None or not can_be_shown_here(slug) or not provider.owns(url):
        return None
    video = _VIDEO_IDS[slug](url)
    if not video:
        return None
    host = settings.PORTAL_EMBED_PROVIDERS[slug].rstrip("/")
    return f"{host}/embed/{video}" if slug == "youtube" else f"{host}/video/{video}?dnt=1"


def _youtube_id(url: str) -> str:
    parts = urlsplit(url)
    named = parse_qs(parts.query).get("v", [])
    candidates = [*named, *(part for part in parts.path.split("/") if part)]
    return next((part for part in candidates if YOUTUBE_ID.match(part)), "")


def _vimeo_id(url: str) -> str:
    return next((part for part in urlsplit(url).path.split("/") if part.isdigit()), "")


_VIDEO_IDS = {"youtube": _youtube_id, "vimeo": _vimeo_id}
