"""Live says that the process answers; ready says that it can work, and nothing more than that."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.audit.append_only import append_only_models
from portal.upkeep import health


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    health.memory.forget()
    yield
    health.memory.forget()


def answer(status: str, *failed: str) -> dict[str, str | list[str]]:
    return {"status": status, "failed": list(failed), "warnings": []}


def test_live_needs_no_database(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_ready_when_everything_answers(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, answer("ready"))
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_silent_broker_degrades_and_refuses_nobody(client: Client, settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, answer("degraded", "broker"))


def _no_database() -> None:
    raise OSError("could not connect to db.internal as portal")


def _drop_a_trigger() -> None:
    table = append_only_models()[0]._meta.db_table
    suffix, on_table = ("update", "") if connection.vendor == "sqlite" else ("row", f' ON "{table}"')
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "append_only_{table}_{suffix}"{on_table}')


@pytest.mark.django_db
def test_what_failed_is_named_and_why_is_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "NEEDED", {**health.NEEDED, "database": _no_database})
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == answer("unavailable", "database")
    assert "db.internal" not in response.content.decode()


@pytest.mark.django_db
def test_a_missing_trigger_is_noticed(client: Client) -> None:
    _drop_a_trigger()
    assert client.get("/health/ready").json() == answer("unavailable", "triggers")


@pytest.mark.django_db
def test_an_unapplied_migration_is_noticed(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    assert client.get("/health/ready").json() == answer("unavailable", "migrations")


@pytest.mark.django_db
def test_a_lost_key_is_noticed(client: Client, settings, tmp_path: Path) -> None:
    (tmp_path / "active").write_text("0001")
    settings.PORTAL_KEYS_DIR = str(tmp_path)
    assert client.get("/health/ready").json() == answer("unavailable", "keys")


@pytest.mark.django_db
def test_storage_that_cannot_be_written_is_noticed(client: Client, settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    broken = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "file"},
    }
    settings.STORAGES = {**settings.STORAGES, "evidence": broken}
    assert client.get("/health/ready").json() == answer("unavailable", "storage")


@pytest.mark.django_db
def test_an_answer_is_remembered_for_a_moment(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/health/ready")
    with django_assert_num_queries(0):
        assert client.get("/health/ready").json()["status"] == "ready"
