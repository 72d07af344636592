"""Every weak choice for production is planted, found, and told how to mend."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from django.core.checks.registry import registry

from portal.jobs.checks import memory_broker_has_one_process
from portal.keys.checks import keys_live_apart
from portal.upkeep import checks

ROOT = Path(__file__).resolve().parents[3]
GOOD_KEY = secrets.token_urlsafe(64)


@pytest.fixture
def production(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Settings that no check of ours objects to."""
    settings.SECRET_KEY = GOOD_KEY
    settings.DEBUG = False
    settings.PORTAL_DEMO = False
    settings.PORTAL_BASE_URL = "https://portal.example.com"
    settings.ALLOWED_HOSTS = ["portal.example.com"]
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = None
    settings.TRUSTED_PROXY_COUNT = 0
    settings.PORTAL_CA_FILE = ""
    settings.PORTAL_WEB_PROCESSES = 1
    settings.CELERY_BROKER_URL = "memory://"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    return settings


def found() -> dict[str, CheckMessage]:
    ours = [
        check
        for check in registry.deployment_checks | registry.registered_checks
        if check.__module__
        in (checks.__name__, keys_live_apart.__module__, memory_broker_has_one_process.__module__)
    ]
    messages = [message for check in ours for message in check(app_configs=None, databases=["default"])]
    return {str(message.id): message for message in messages}


def test_good_settings_pass(production) -> None:
    assert found() == {}


WEAK = [
    ("upkeep.E001", {"SECRET_KEY": "short"}),
    ("upkeep.E001", {"SECRET_KEY": "a" * 80}),
    ("upkeep.E001", {"SECRET_KEY": "django-insecure-" + GOOD_KEY}),
    ("upkeep.E002", {"DEBUG": True}),
    ("upkeep.E003", {"PORTAL_DEMO": True}),
    ("upkeep.E004", {"PORTAL_BASE_URL": "http://portal.example.com"}),
    ("upkeep.E005", {"ALLOWED_HOSTS": ["other.example.com"]}),
    ("upkeep.E006", {"ALLOWED_HOSTS": ["portal.example.com", "*"]}),
    ("upkeep.E008", {"CELERY_BROKER_URL": "redis://127.0.0.1/0"}),
    ("upkeep.E008", {"PORTAL_WEB_PROCESSES": 2}),
    ("upkeep.E009", {"PORTAL_WEB_PROCESSES": 2}),
    ("upkeep.E011", {"SECURE_HSTS_SECONDS": 0}),
    ("upkeep.E012", {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}),
    ("upkeep.E013", {"PORTAL_CA_FILE": "/nowhere/ca.pem"}),
    ("jobs.E001", {"PORTAL_WEB_PROCESSES": 2}),
]


@pytest.mark.parametrize(("expected", "weak"), WEAK)
def test_a_weak_choice_is_found_and_says_how_to_mend_it(production, expected: str, weak: dict) -> None:
    for name, value in weak.items():
        setattr(production, name, value)
    assert found()[expected].hint


def test_a_social_sign_in_is_found(production) -> None:
    planted = ["allauth.socialaccount.providers.openid_connect", "allauth.socialaccount.providers.facebook"]
    # Only what the check reads is replaced: the app itself must not be loaded.
    messages = [*checks.social_providers([*production.INSTALLED_APPS, *planted])]
    assert messages == ["allauth.socialaccount.providers.facebook"]
    assert "upkeep.E010" not in found()


def test_an_open_key_directory_is_found(production, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    assert found()["upkeep.E007"].hint.endswith(str(tmp_path / "keys"))


def test_keys_among_uploaded_files_are_found(production) -> None:
    production.PORTAL_KEYS_DIR = f"{production.MEDIA_ROOT}/keys"
    assert found()["keys.E001"].hint


def _check_deploy(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess:
    (tmp_path / "keys").mkdir(mode=0o700, exist_ok=True)
    env = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_ENV_FILE": str(tmp_path / "none"),
        "PORTAL_DATA_DIR": str(tmp_path),
        **variables,
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60)


GOOD = {
    "PORTAL_SECRET_KEY": GOOD_KEY,
    "PORTAL_BASE_URL": "https://portal.example.com",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.com:587",
    "PORTAL_MAIL_FROM": "Leitplanke <portal@example.com>",
}


def test_production_with_good_values_passes_check_deploy(
    transactional_db: None, child_env: dict[str, str], tmp_path: Path
) -> None:
    """On a migrated database: the checks look at its append-only triggers too."""
    done = _check_deploy(tmp_path, DATABASE_URL=child_env["TEST_DATABASE_URL"], **GOOD)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_production_without_values_names_all_that_are_missing_at_once(tmp_path: Path) -> None:
    done = _check_deploy(tmp_path)
    assert done.returncode != 0
    for name in GOOD:
        assert f"{name}: " in done.stderr


def test_production_with_a_placeholder_key_fails_check_deploy(tmp_path: Path) -> None:
    done = _check_deploy(tmp_path, **{**GOOD, "PORTAL_SECRET_KEY": "change-me" * 10})
    assert done.returncode != 0
    assert "upkeep.E001" in done.stderr
