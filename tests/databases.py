"""A migrated database as a template: built once per set of migrations, copied and restored in milliseconds.

Flushing is no way back here: it deletes Wagtail's root page and the append-only triggers refuse it.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from dev import POSTGRES, silent_services

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "var" / "test-templates"
ROOMS = ("portal", "accounts", "guidelines", "training", "reports")
KEEP_TEMPLATES = 4
# Modules that decide what a freshly migrated database holds.
STATEFUL = {"migrations", "models", "apps", "choices", "append_only", "roles", "registry", "setup"}


def fingerprint() -> str:
    """Name what a freshly migrated database depends on: migrations, post-migrate code, locked packages."""
    digest = hashlib.sha256(f"{django.get_version()} {connection.vendor}".encode())
    digest.update(repr(settings.INSTALLED_APPS).encode())
    digest.update((ROOT / "requirements" / "base.lock").read_bytes())
    for path in sorted(_sources()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            parts = set(path.relative_to(ROOT).with_suffix("").parts)
            if parts & STATEFUL:
                yield path


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold a lock between processes for as long as the block runs."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def forget_cached_rows() -> None:
    """Drop what Django remembers about rows that are no longer the same."""
    apps.get_model("contenttypes.ContentType").objects.clear_cache()


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name  # one dictionary for the connections of all threads


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    connection.close()


class SqliteTemplate:
    """Copies through SQLite's backup API, so that connections of other threads see the restored rows."""

    def __init__(self) -> None:
        self.target = connection.settings_dict["NAME"]
        self.path = CACHE / f"{fingerprint()}.sqlite3"

    def build(self, *, fresh: bool) -> None:
        with locked("sqlite"):
            if fresh or not self.path.exists():
                self._build()
            self.path.touch()

    def _build(self) -> None:
        draft = self.path.with_suffix(f".{os.getpid()}.draft")
        _use(str(draft))
        try:
            _migrate()
            draft.replace(self.path)
        finally:
            _use(self.target)
            for leftover in CACHE.glob(f"{draft.name}*"):
                leftover.unlink()
        newest_first = sorted(CACHE.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in newest_first[KEEP_TEMPLATES:]:
            old.unlink()

    def restore(self) -> None:
        connection.close()
        Path(self.target).parent.mkdir(parents=True, exist_ok=True)
        source = sqlite3.connect(self.path)
        target = sqlite3.connect(self.target, timeout=20)
        try:
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)
        finally:
            source.close()
            target.close()
        forget_cached_rows()

    def drop(self) -> None:
        connection.close()
        for path in Path(self.target).parent.glob(f"{Path(self.target).name}*"):
            path.unlink()


class PostgresTemplate:
    """CREATE DATABASE … TEMPLATE; all names begin with the configured one, so they can be swept."""

    def __init__(self, worker: str) -> None:
        self.base = connection.settings_dict["NAME"]
        self.template = f"{self.base}_template_{fingerprint()}"
        self.target = f"{self.base}_{worker}_{os.getpid()}"

    def build(self, *, fresh: bool) -> None:
        with locked("postgres"):
            if not fresh and self._exists(self.template):
                return
            for stale in self._names(f"{self.base}_template_%")[KEEP_TEMPLATES - 1 :]:
                self._admin(f'DROP DATABASE IF EXISTS "{stale}"')
            draft = f"{self.base}_draft_{os.getpid()}"
            self._admin(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)', f'CREATE DATABASE "{draft}"')
            _use(draft)
            _migrate()
            self._admin(f'ALTER DATABASE "{draft}" RENAME TO "{self.template}"')

    def restore(self) -> None:
        connection.close()
        with locked("postgres"):
            self._admin(
                f'DROP DATABASE IF EXISTS "{self.target}" WITH (FORCE)',
                f'CREATE DATABASE "{self.target}" TEMPLATE "{self.template}"',
            )
        _use(self.target)
        forget_cached_rows()

    def drop(self) -> None:
        connection.close()
        self._admin(f'DROP DATABASE IF EXISTS "{self.target}" WITH (FORCE)')

    def _exists(self, name: str) -> bool:
        return bool(self._names(name))

    def _names(self, pattern: str) -> list[str]:
        with self._maintenance() as cursor:
            newest_first = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC"
            cursor.execute(newest_first, [pattern])
            return [name for (name,) in cursor.fetchall()]

    def _admin(self, *statements: str) -> None:
        with self._maintenance() as cursor:
            for statement in statements:
                cursor.execute(statement)

    @contextmanager
    def _maintenance(self) -> Iterator:
        with connection._nodb_cursor() as cursor:
            yield cursor


def template_for(worker: str) -> SqliteTemplate | PostgresTemplate:
    """Return the template that fits the configured database, for one pytest worker."""
    if connection.vendor == "sqlite":
        return SqliteTemplate()
    return PostgresTemplate(worker)


def main(*, alone: bool) -> int:
    """Migrate ahead of the tests, PostgreSQL beside SQLite where it answers; one worker makes others wait.

    `python -m tests.databases`, with `--one` for the configured database alone.
    """
    more = [] if alone or silent_services() else [POSTGRES]
    build = [sys.executable, "-m", "tests.databases", "--one"]
    beside = [subprocess.Popen(build, env={**os.environ, "TEST_DATABASE_URL": url}) for url in more]
    django.setup()
    template_for("main").build(fresh=False)
    return max((process.wait() for process in beside), default=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    sys.exit(main(alone="--one" in sys.argv))
