"""What is true in every environment. Units are in the names; choices live here, never in the domain."""

import logging
from pathlib import Path

from portal.env import ROOT, env
from portal.settings.access import *
from portal.settings.alarms import *
from portal.settings.api import *
from portal.settings.cms import *
from portal.settings.csp import *
from portal.settings.directory import *
from portal.settings.evidence import *
from portal.settings.files import *
from portal.settings.incidents import *
from portal.settings.logs import logging_config
from portal.settings.moderation import *
from portal.settings.packages import *
from portal.settings.playbooks import *
from portal.settings.signin import *
from portal.settings.sso import *
from portal.settings.training import *

BASE_DIR = ROOT

INSTALLED_APPS = [
    "portal.audit",
    "portal.keys",
    "portal.jobs",
    "portal.mail",
    "portal.documents",
    "portal.ui",
    "portal.upkeep",
    "accounts.sso",
    "accounts.desk",
    "accounts.people",
    "accounts.scim",
    "accounts.imports",
    "accounts.register",
    "accounts.access",
    "accounts.vault",
    "guidelines.library",
    "guidelines.policies",
    "guidelines.editions",
    "guidelines.playbooks",
    "guidelines.guides",
    "guidelines.coach",
    "guidelines.incidents",
    "guidelines.alarms",
    "guidelines.statements",
    "guidelines.moderation",
    "guidelines.reviews",
    "training.courses",
    "training.assignments",
    "training.packages",
    "training.xapi",
    "reports.evidence",
    "reports.exports",
    "reports.reminders",
    "reports.dashboards",
    "reports.api",
    "reports.training",
    "reports.demo",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts.people.apps.SessionListConfig",
    "django_htmx",
    "template_partials",
    "lucide",
    "csp",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before anything that knows a session or serves a file: course packages have an origin of their own.
    "training.packages.middleware.PackageOriginMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.ui.middleware.CompressTextMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.ui.middleware.CmsContentPolicyMiddleware",
    "portal.ui.middleware.PrivateCacheMiddleware",
    # Before the session is read: open rooms of incidents ask every 1.5 seconds.
    "guidelines.incidents.middleware.NothingNewMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Around the messages: what a view says is stored in the person's language.
    "accounts.people.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.upkeep.middleware.RequestLogMiddleware",
    "accounts.people.middleware.FirstRunMiddleware",
    "accounts.desk.middleware.KioskMiddleware",
    "accounts.people.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.ui.context_processors.site",
            ],
        },
    }
]

FORM_RENDERER = "portal.ui.forms.PortalRenderer"

# --- Database -------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
    ),
}


def database(url: str) -> dict:
    """Turn a database URL into Django's settings; SQLite gets the pragmas the evidence relies on."""
    config = env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        Path(config["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/db.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Languages and time ---------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["portal.ui.formats"]
TIME_ZONE = "UTC"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LANGUAGE_CODE = env.str("PORTAL_LANGUAGE", default="de")
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# --- Jobs -----------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="memory://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 1, "socket_connect_timeout": 1}
JOB_LEASE_SECONDS = 45
JOB_SWEEP_SECONDS = 10
JOB_MAX_ATTEMPTS = 8
JOB_KEEP_DAYS = 14
JOB_KEEP_FAILED_DAYS = 90
# Web processes of `manage.py serve`; a broker in memory allows one, because its messages reach no other.
PORTAL_WEB_PROCESSES = env.int("PORTAL_WEB_PROCESSES", default=1)

# --- PDFs and their seal --------------------------------------------------------------------
PDF_FONTS_DIR = BASE_DIR / "portal/ui/static/ui/fonts"
PDF_SECONDS = env.int("PORTAL_PDF_SECONDS", default=90)
PDF_CHECK_SECONDS = 20  # for a file that somebody uploads to have its seal checked
PDF_MEMORY_MB = env.int("PORTAL_PDF_MEMORY_MB", default=1536)
PDF_CHILDREN = env.int("PORTAL_PDF_CHILDREN", default=2)
PDF_DOCUMENTS_PER_CHILD = 1000
PDF_IDLE_SECONDS = 300
PORTAL_SEAL_KEY_FILE = env.str("PORTAL_SEAL_KEY_FILE", default="")
PORTAL_SEAL_CERT_FILE = env.str("PORTAL_SEAL_CERT_FILE", default="")
PORTAL_SEAL_VALID_YEARS = env.int("PORTAL_SEAL_VALID_YEARS", default=10)

# --- Cache (rate limits) --------------------------------------------------------------------
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# --- Mail -----------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
if vars()["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "portal.upkeep.smtp.EmailBackend"
# A file with the company's own certificate authority, trusted beside the public ones.
PORTAL_CA_FILE = env.str("PORTAL_CA_FILE", default="")
EMAIL_TIMEOUT = 20
MAIL_CONTEXT_DAYS = 30
MAIL_MAX_ATTEMPTS = 24
# Reminders leave between these hours of the reader's local working day.
REMINDER_FROM_HOUR = 7
REMINDER_UNTIL_HOUR = 20
REMINDER_OVERDUE_MAX = 4  # weekly, per due date; then it is a matter for a conversation
REMINDER_REFUSED_PAUSE_DAYS = 90
DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", default="Leitplanke <portal@localhost>")

# --- The portal's own -----------------------------------------------------------------------
PORTAL_SITE_NAME = env.str("PORTAL_SITE_NAME", default="Leitplanke")
PORTAL_BASE_URL = env.str("PORTAL_BASE_URL", default="http://127.0.0.1:8000")
PORTAL_IMPRINT = env.str("PORTAL_IMPRINT", default="")
PORTAL_GALLERY = False
PORTAL_DEMO = False
AGGREGATE_MIN_PEOPLE = 10
EXPORT_VALID_DAYS = 7
TSA_URL = env.str("PORTAL_TSA_URL", default="")

# --- Wagtail --------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = PORTAL_SITE_NAME
WAGTAILADMIN_BASE_URL = PORTAL_BASE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# --- Logs -----------------------------------------------------------------------------------
LOGGING = logging_config(
    json=env.bool("PORTAL_LOG_JSON", default=False), level=env.str("PORTAL_LOG_LEVEL", default="INFO")
)
DJANGO_STRUCTLOG_USER_ID_FIELD = "ref"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = PORTAL_STORE_IP_AND_AGENT
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG

SILENCED_SYSTEM_CHECKS: list[str] = []
