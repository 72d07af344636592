"""Where the packages' origin lies, and where on it something is."""

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.urls import reverse

URLCONF = "training.packages.origin.urls"


def packages_origin() -> str:
    """`scheme://host[:port]`, or "" when no packages are played here."""
    return _origin(settings.PORTAL_PACKAGES_URL)


def portal_origin() -> str:
    return _origin(settings.PORTAL_BASE_URL)


def packages_host() -> str:
    """Host and port as a browser sends them."""
    return urlsplit(settings.PORTAL_PACKAGES_URL).netloc.lower()


def host_name(host: str) -> str:
    """A host without its port: what browsers keep cookies apart by."""
    return urlsplit(f"//{host}").hostname or ""


def play_address(token: str) -> str:
    """The whole address of our player around a package."""
    return packages_origin() + reverse("play", URLCONF, kwargs={"token": token})


def content_path(token: str, path: str) -> str:
    """On the packages' origin; relative links in the file lead to its neighbours."""
    return reverse("content", URLCONF, kwargs={"token": token, "path": quote(path)}).replace("%25", "%")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""
