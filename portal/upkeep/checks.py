"""What a deployment must not look like. Each finding says how to mend it; `check --deploy` shows them all."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

SECRET_MIN_CHARACTERS = 50
SECRET_MIN_DIFFERENT = 16
PLACEHOLDERS = ("development-only", "test-only", "django-insecure", "change", "secret", "example", "xxxx")
PROVIDERS = "allauth.socialaccount.providers."
COMPANY_SIGN_IN = ("openid_connect", "saml")
HSTS_MIN_SECONDS = 30 * 24 * 60 * 60


def _error(number: int, message: str, hint: str) -> Error:
    return Error(message, hint=hint, id=f"upkeep.E{number:03}")


@register(Tags.security, deploy=True)
def secret_key_is_strong(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """Sessions and sign-in links are only as safe as this key."""
    key = settings.SECRET_KEY
    weak = len(key) < SECRET_MIN_CHARACTERS or len(set(key)) < SECRET_MIN_DIFFERENT
    if weak or any(word in key.lower() for word in PLACEHOLDERS):
        yield _error(
            1,
            "PORTAL_SECRET_KEY is short or a placeholder.",
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'",
        )


@register(Tags.security, deploy=True)
def nothing_of_development_is_on(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """Debug pages show settings; demo sign-ins let anybody in."""
    if settings.DEBUG:
        yield _error(2, "DEBUG is on.", "Start with DJANGO_SETTINGS_MODULE=portal.settings.production.")
    if settings.PORTAL_DEMO:
        yield _error(
            3,
            "The demo sign-ins are on: anybody who reaches the portal could sign in as anybody.",
            "Unset PORTAL_DEMO; it belongs to development on loopback only.",
        )


@register(Tags.security, deploy=True)
def base_url_is_https(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """Links in mails and on evidence carry this address."""
    address = urlsplit(settings.PORTAL_BASE_URL)
    if address.scheme != "https" or not address.hostname:
        yield _error(
            4,
            f"PORTAL_BASE_URL is {settings.PORTAL_BASE_URL!r}; it must begin with https://.",
            "Set it to the address people type, for example https://portal.example.com.",
        )
    elif address.hostname not in settings.ALLOWED_HOSTS:
        yield _error(
            5,
            f"PORTAL_HOSTS does not name {address.hostname}, the host of PORTAL_BASE_URL.",
            f"Set PORTAL_HOSTS={address.hostname} or leave it out.",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield _error(6, "PORTAL_HOSTS allows every host name.", "Name the hosts, separated by commas.")


@register(Tags.security, deploy=True)
def keys_are_private(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """Whoever can enter the key directory holds the keys; `keys.E001` says where it may not lie."""
    directory = Path(settings.PORTAL_KEYS_DIR).resolve()
    if directory.exists() and directory.stat().st_mode & 0o077:
        yield _error(
            7,
            f"Others can read or enter the key directory {directory}.",
            f"Mend it with: chmod 700 {directory}",
        )


@register(Tags.database, deploy=True)
def sqlite_has_one_process(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """SQLite lets one process write at a time; the embedded mode is made for exactly one."""
    engine = settings.DATABASES["default"]["ENGINE"]
    alone = settings.PORTAL_WEB_PROCESSES == 1 and settings.CELERY_BROKER_URL.startswith("memory://")
    if engine.endswith("sqlite3") and not alone:
        yield _error(
            8,
            "SQLite is used by several processes (PORTAL_WEB_PROCESSES or a broker with workers of its own).",
            "Set DATABASE_URL=postgres://…, or use one web process with CELERY_BROKER_URL=memory://.",
        )


@register(Tags.caches, deploy=True)
def rate_limits_are_shared(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """Each process would count sign-in attempts for itself."""
    backend = settings.CACHES["default"]["BACKEND"]
    if settings.PORTAL_WEB_PROCESSES > 1 and "locmem" in backend:
        yield _error(
            9,
            "Several web processes have no common cache, so rate limits are too generous.",
            "Set CACHE_URL=redis://127.0.0.1:6379/1.",
        )


@register(Tags.security)
def no_social_sign_in(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """Nobody needs a private account to use this portal; a social provider would make them."""
    for app in social_providers(settings.INSTALLED_APPS):
        yield _error(
            10,
            f"{app} is installed: sign-in through a social network.",
            "Remove it. Company sign-in uses openid_connect or saml.",
        )


def social_providers(apps: Iterable[str]) -> Iterator[str]:
    """Those of `apps` that sign people in with something other than the company's own identity provider."""
    for app in apps:
        if app.startswith(PROVIDERS) and app.removeprefix(PROVIDERS) not in COMPANY_SIGN_IN:
            yield app


@register(Tags.security, deploy=True)
def transport_is_protected(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """Cookies and pages travel over TLS only, and the proxy's word counts only if there is a proxy."""
    if settings.SECURE_HSTS_SECONDS < HSTS_MIN_SECONDS:
        yield _error(11, "HSTS is off or short.", "Leave SECURE_HSTS_SECONDS as production.py sets it.")
    if settings.SECURE_PROXY_SSL_HEADER and settings.TRUSTED_PROXY_COUNT < 1:
        yield _error(
            12,
            "X-Forwarded-Proto is believed although no proxy is trusted: any client could send it.",
            "Set PORTAL_TRUSTED_PROXIES to the number of proxies in front of the portal.",
        )


@register(Tags.security, deploy=True)
def authority_file_is_readable(app_configs: Any, **_: Any) -> Iterator[CheckMessage]:
    """Mail over TLS fails late and quietly when the file is missing."""
    if settings.PORTAL_CA_FILE and not Path(settings.PORTAL_CA_FILE).is_file():
        yield _error(
            13,
            f"PORTAL_CA_FILE names {settings.PORTAL_CA_FILE}, which is not a readable file.",
            "Point it at a PEM file with the certificate of the company's authority.",
        )
