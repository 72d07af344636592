"""Production: everything that must be chosen is asked for by name; weak choices fail `check --deploy`."""

from urllib.parse import urlsplit

from portal.env import required
from portal.settings.base import *

_chosen = required(
    {
        "PORTAL_SECRET_KEY": "a long random text; make one with: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'",
        "PORTAL_BASE_URL": "the address people type, for example https://portal.example.com",
        "EMAIL_URL": "how mail is sent, for example smtp+tls://user:password@mail.example.com:587",
        "PORTAL_MAIL_FROM": "who mail comes from, for example Leitplanke <portal@example.com>",
    }
)
DEBUG = False
SECRET_KEY = _chosen["PORTAL_SECRET_KEY"]
PORTAL_BASE_URL = _chosen["PORTAL_BASE_URL"].rstrip("/")
WAGTAILADMIN_BASE_URL = PORTAL_BASE_URL
ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=[urlsplit(PORTAL_BASE_URL).hostname or ""])
if PORTAL_PACKAGES_URL:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, urlsplit(PORTAL_PACKAGES_URL).hostname or ""]
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL] if PORTAL_BASE_URL.startswith("https://") else []

# --- Transport ------------------------------------------------------------------------------
# A client could send this header too, so it counts only when a proxy of ours is known to set it.
if TRUSTED_PROXY_COUNT > 0:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # probes come from the machine itself, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True

# --- Logs -----------------------------------------------------------------------------------
LOGGING = logging_config(
    json=env.bool("PORTAL_LOG_JSON", default=True), level=env.str("PORTAL_LOG_LEVEL", default="INFO")
)

SILENCED_SYSTEM_CHECKS = [
    *SILENCED_SYSTEM_CHECKS,
    "security.W019",  # the editor's preview panel frames our own pages; frame-ancestors says the same
    "security.W021",  # preloading is a decision about the whole company domain, not about this portal
]
