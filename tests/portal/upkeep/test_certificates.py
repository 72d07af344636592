"""Before the sealing certificate ends, the set-up check, health and a mail say so, in time and once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.people.choices import Role
from portal.jobs.operations import enqueue
from portal.keys.sealing import seal_credentials
from portal.mail.models import Message
from portal.upkeep import health
from portal.upkeep.certificates import seal_concern
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db
KIND = "upkeep.seal_ends"
Wait = Callable[[int], None]


@pytest.fixture(autouse=True)
def keys(settings, tmp_path: Path) -> Path:
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    health.memory.forget()
    yield tmp_path / "keys" / "seal"
    health.memory.forget()


@pytest.fixture
def days_before(time_machine) -> Wait:
    """Make the certificate and move to so many days before its end."""
    ends_at = seal_credentials().certificate.not_valid_after_utc

    def go(days: int) -> None:
        time_machine.move_to(ends_at - timedelta(days=days, minutes=1))

    return go


def warn(day: str) -> list[str]:
    """Let the daily duty run; returns the subjects of what was sent."""
    before = len(mail.outbox)
    enqueue(KIND, payload={}, key=f"{KIND}@{day}")
    drain()
    return [message.subject for message in mail.outbox[before:]]


def test_nothing_is_said_before_the_first_use_and_nothing_is_made(keys: Path) -> None:
    assert seal_concern() is None
    assert not keys.exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (62, None),
        (60, "seal_certificate_ends"),
        (1, "seal_certificate_ends"),
        (-1, "seal_certificate_ended"),
    ],
)
def test_the_concern_begins_sixty_days_before(days: int, said: str | None, days_before: Wait) -> None:
    days_before(days)
    found = seal_concern()
    assert (found.slug if found else None) == said


def test_health_warns_and_stays_ready(days_before: Wait, client: Client) -> None:
    days_before(20)
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "failed": [], "warnings": ["seal_certificate_ends"]}


def test_a_key_that_cannot_be_used_is_a_warning_that_shows_no_path(keys: Path, client: Client) -> None:
    seal_credentials()
    (keys / "seal.key").chmod(0o644)
    answer = client.get("/health/ready")
    assert answer.json()["warnings"] == ["seal_unusable"]
    assert str(keys) not in str(seal_concern())


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "The sealing certificate ends in 30 days"), ("de", "Das Siegelzertifikat läuft in 30 Tagen ab")],
)
def test_the_set_up_check_says_so(
    language: str, title: str, days_before: Wait, cast: Cast, client: Client
) -> None:
    days_before(30)
    cast.ines.language = language
    cast.ines.save()
    page = signed_in(client, cast.ines).get(reverse("people:set-up-check"))
    assert title in page.content.decode()


def test_every_admin_is_told_once_per_step(days_before: Wait, cast: Cast) -> None:
    other = EmployeeFactory(roles=[Role.SYSTEM_ADMIN], language="de")
    told = {cast.ines.ref, other.ref}
    days_before(61)
    assert warn("61") == []
    for step in (60, 30, 7):
        days_before(step)
        assert len(warn(f"{step}")) == 2
        days_before(step - 1)
        assert warn(f"{step - 1}") == []
    rows = Message.objects.of_kind(KIND)
    assert set(rows.values_list("recipient_ref", flat=True)) == told
    assert rows.count() == 6


def test_after_a_pause_only_the_newest_warning_goes_out(days_before: Wait, cast: Cast) -> None:
    assert cast.ines.pk
    days_before(5)
    (subject,) = warn("5")
    assert subject.startswith("Das Siegelzertifikat läuft am ")
    days_before(-1)
    assert warn("-1") == []


def test_a_new_certificate_is_warned_about_anew(days_before: Wait, keys: Path, cast: Cast) -> None:
    assert cast.ines.pk
    days_before(7)
    assert len(warn("7")) == 1
    for name in ("seal.key", "seal.crt"):
        (keys / name).unlink()
    seal_credentials()
    assert warn("new") == []
    assert seal_concern() is None


@pytest.mark.parametrize(
    ("language", "subject", "sentence"),
    [
        ("en", "The sealing certificate ends on ", "Documents sealed before stay valid."),
        ("de", "Das Siegelzertifikat läuft am ", "Früher versiegelte Dokumente bleiben gültig."),
    ],
)
def test_the_mail_speaks_the_language_of_its_reader(
    language: str, subject: str, sentence: str, days_before: Wait, cast: Cast
) -> None:
    cast.ines.language = language
    cast.ines.save()
    days_before(30)
    (sent,) = warn("30")
    assert sent.startswith(subject)
    assert sentence in mail.outbox[-1].body


def test_the_concern_is_said_in_the_active_language(days_before: Wait) -> None:
    days_before(-2)
    with translation.override("de"):
        assert seal_concern().title == "Das Siegelzertifikat ist abgelaufen"
