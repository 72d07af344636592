"""Backup and restore: database and files in one folder, keys in another, each with a manifest of SHA-256.

Neither half opens anything without the other (law V8), so they are never written to the same place.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from portal.keys.ring import ring_exists

MANIFEST = "manifest.json"
FORMAT = 1
SKIPPED = {".health"}


class BackupProblem(RuntimeError):
    """The backup cannot be made or used as it is; the message says what to do."""


def back_up(*, folder: Path, keys: Path) -> None:
    """Write database and files to `folder` and the keys to `keys`. Raises `BackupProblem`."""
    for target in (folder, keys):
        _require_empty(target)
    _require_apart(folder, keys)
    _dump_database(folder / _database_file())
    _copy_tree(Path(settings.PORTAL_FILES_DIR), folder / "files")
    _copy_tree(Path(settings.PORTAL_KEYS_DIR), keys / "keys")
    for target in (folder, keys):
        _write_manifest(target)


def restore(*, folder: Path, keys: Path | None) -> None:
    """Put a checked backup in the place of an empty installation. Raises `BackupProblem`.

    Nothing that exists is overwritten: the database must be empty and the folders must not hold files.
    """
    check(folder)
    if keys:
        check(keys)
        _require_empty(Path(settings.PORTAL_KEYS_DIR))
    else:
        _require_keys_in_place()
    _require_empty(Path(settings.PORTAL_FILES_DIR))
    _load_database(folder)
    _copy_tree(folder / "files", Path(settings.PORTAL_FILES_DIR))
    if keys:
        _copy_tree(keys / "keys", Path(settings.PORTAL_KEYS_DIR))


def check(folder: Path) -> Mapping[str, Any]:
    """Compare every file with the manifest. Raises `BackupProblem` and names the first that is wrong."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupProblem(f"{folder} holds no readable {MANIFEST}: it is no complete backup.") from error
    if manifest.get("format") != FORMAT:
        raise BackupProblem(f"{folder} was written in format {manifest.get('format')}, not {FORMAT}.")
    present = {str(path.relative_to(folder)) for path in _files(folder)}
    for name, expected in sorted(manifest["sha256"].items()):
        if name not in present or digest(folder / name) != expected:
            raise BackupProblem(f"{folder / name} is missing or was changed since the backup.")
    extra = present - manifest["sha256"].keys()
    if extra:
        raise BackupProblem(f"{folder / min(extra)} is not part of the backup.")
    return manifest


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_manifest(folder: Path) -> None:
    """The last file to be written: a folder without it is no backup."""
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "sha256": {str(path.relative_to(folder)): digest(path) for path in _files(folder)},
    }
    draft = folder / f".{MANIFEST}"
    draft.write_text(json.dumps(manifest, indent=2, sort_keys=True), encoding="utf-8")
    draft.replace(folder / MANIFEST)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / MANIFEST:
            yield path


def _require_empty(folder: Path) -> None:
    if folder.exists() and any(path.is_file() for path in folder.rglob("*")):
        raise BackupProblem(f"{folder} is not empty; nothing is overwritten. Choose or make an empty folder.")


def _require_keys_in_place() -> None:
    """A ring made anew would fit nothing in the backup, and would look like a broken trail."""
    if not ring_exists():
        raise BackupProblem(
            f"{settings.PORTAL_KEYS_DIR} holds no keys; nothing sealed in this backup opens without them. "
            "Name the folder of their backup with --keys, or put the keys back first."
        )


def _require_apart(folder: Path, keys: Path) -> None:
    first, second = folder.resolve(), keys.resolve()
    if first.is_relative_to(second) or second.is_relative_to(first):
        raise BackupProblem("Keys and data must not lie in the same folder: together they open everything.")


def _copy_tree(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chmod(target, 0o700)
    for path in _files(source):
        inside = path.relative_to(source)
        if SKIPPED & set(inside.parts):
            continue
        copy = target / inside
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(path, copy)


# --- Databases ----------------------------------------------------------------------------------


def _database_file() -> str:
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def _dump_database(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(connection.settings_dict["NAME"]), target)
    else:
        _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    os.chmod(target, 0o600)


def _load_database(folder: Path) -> None:
    source = folder / _database_file()
    if not source.exists():
        raise BackupProblem(f"{folder} holds a backup of another kind of database than DATABASE_URL names.")
    if connection.introspection.table_names():
        raise BackupProblem(
            "The database is not empty; nothing is overwritten. Point DATABASE_URL at a new one."
        )
    connections.close_all()
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_sqlite(source, target)
    else:
        _run_postgres("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(source))


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own backup: consistent while others write."""
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupProblem(f"{target} failed SQLite's integrity check.")
        # One file, so that the manifest's digest covers all of it.
        copy.execute("PRAGMA journal_mode=DELETE")


def _run_postgres(program: str, *arguments: str) -> None:
    """Run a PostgreSQL program; the password goes by environment, where other users cannot see it."""
    if not shutil.which(program):
        raise BackupProblem(f"{program} is missing. Install it with: sudo apt-get install postgresql-client")
    database = connection.settings_dict
    env = {
        **os.environ,
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"]),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database["PASSWORD"]),
    }
    name = f"--dbname={database['NAME']}"
    done = subprocess.run(  # noqa: S603
        [program, "--no-password", name, *arguments], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupProblem(f"{program} failed: {done.stderr.strip()}")
