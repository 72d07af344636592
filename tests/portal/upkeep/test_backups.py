"""A backup restores into an empty installation, and its halves open nothing alone (V8)."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from portal.audit.models import ChainHead
from portal.keys.envelope import open_bytes, seal_bytes
from portal.keys.ring import UnknownKey
from portal.upkeep.backups import MANIFEST, BackupProblem, back_up, check
from tests.factories.people import Cast
from tests.whole_house.source import ROOT

CONTEXT = {"kind": "test"}


@pytest.fixture
def lived_in(transactional_db: None) -> Cast:
    """An installation with people, a trail and a stored PDF."""
    cast = Cast()
    assert cast.hanna.pk
    storages["evidence"].save("2026/ada.pdf", ContentFile(b"%PDF-1.7 evidence"))
    return cast


@pytest.fixture
def made(lived_in: Cast, tmp_path: Path) -> Path:
    back_up(folder=tmp_path / "data", keys=tmp_path / "keys")
    return tmp_path


@pytest.fixture
def new_database(child_env: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of the same kind."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/new/db.sqlite3"
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    url = child_env["TEST_DATABASE_URL"].rsplit("/", 1)[0]
    with psycopg.connect(f"{url}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield f"{url}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120
    )


def names_in(url: str) -> list[str]:
    query = "SELECT name FROM people_employee"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            return [name for (name,) in database.execute(query)]
    with psycopg.connect(url) as database:
        return [name for (name,) in database.execute(query).fetchall()]


@pytest.fixture
def elsewhere(child_env: dict[str, str], new_database: str, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "new").mkdir()
    return {**child_env, "TEST_DATABASE_URL": new_database, "PORTAL_TEST_DATA_DIR": str(tmp_path / "new")}


def test_everything_comes_back_and_the_trail_holds(
    made: Path, elsewhere: dict[str, str], lived_in: Cast
) -> None:
    done = manage(elsewhere, "restore", str(made / "data"), "--keys", str(made / "keys"))
    assert done.returncode == 0, done.stderr
    assert f"The trail holds: {ChainHead.objects.get(pk=1).seq} rows" in done.stdout
    assert lived_in.hanna.name in names_in(elsewhere["TEST_DATABASE_URL"])
    stored = list((made / "new" / "files" / "evidence").rglob("ada*.pdf"))
    assert [path.read_bytes() for path in stored] == [b"%PDF-1.7 evidence"]
    assert {path.stat().st_mode & 0o077 for path in (made / "new" / "keys").iterdir()} == {0}


def test_nothing_is_overwritten(made: Path, elsewhere: dict[str, str], child_env: dict[str, str]) -> None:
    assert manage(elsewhere, "restore", str(made / "data"), "--keys", str(made / "keys")).returncode == 0
    again = manage(elsewhere, "restore", str(made / "data"), "--keys", str(made / "keys"))
    assert again.returncode != 0
    assert "not empty" in again.stderr
    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", made / "data", keys=made / "other")


def test_neither_half_opens_anything_alone(lived_in: Cast, tmp_path: Path, settings) -> None:
    """V8: the data hold no key, and the keys hold no data."""
    sealed = seal_bytes(b"a recovery code", context=CONTEXT)
    back_up(folder=tmp_path / "data", keys=tmp_path / "keys")
    key_files = [path.read_bytes() for path in (tmp_path / "keys" / "keys").glob("kek-*.key")]
    assert key_files
    for path in (tmp_path / "data").rglob("*"):
        assert path.is_dir() or not any(key in path.read_bytes() for key in key_files)
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys" / "keys")
    assert open_bytes(sealed, context=CONTEXT) == b"a recovery code"
    settings.PORTAL_KEYS_DIR = str(tmp_path / "fresh")
    with pytest.raises((InvalidTag, UnknownKey)):  # another ring has another key under the same id, or none
        open_bytes(sealed, context=CONTEXT)


@pytest.mark.parametrize("harm", ["changed", "missing", "added", "no manifest", "other format"])
def test_a_harmed_backup_is_refused(made: Path, harm: str) -> None:
    data = made / "data"
    stored = next((data / "files").rglob("ada*.pdf"))
    if harm == "changed":
        stored.write_bytes(b"%PDF-1.7 Evidence")
    elif harm == "missing":
        stored.unlink()
    elif harm == "added":
        stored.with_name("planted.pdf").touch()
    elif harm == "no manifest":
        (data / MANIFEST).unlink()
    else:
        (data / MANIFEST).write_text(json.dumps({"format": 99}))
    with pytest.raises(BackupProblem):
        check(data)


def test_an_unharmed_backup_passes(made: Path) -> None:
    assert check(made / "data")["database"] == connection.vendor
    assert check(made / "keys")["sha256"]


def test_keys_and_data_never_share_a_folder(lived_in: Cast, tmp_path: Path) -> None:
    with pytest.raises(BackupProblem, match="together"):
        back_up(folder=tmp_path / "all", keys=tmp_path / "all" / "keys")


def test_a_missing_pg_dump_is_a_clear_message(lived_in: Cast, tmp_path: Path, monkeypatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no program of its own")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupProblem, match="postgresql-client"):
        back_up(folder=tmp_path / "data", keys=tmp_path / "keys")
