"""Is this process fit to serve? Each part is asked on its own; a silent broker degrades, the rest refuses."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from kombu import Connection

from portal.audit.append_only import missing_triggers
from portal.keys.ring import ring
from portal.upkeep.registry import concerns

log = structlog.get_logger(__name__)
REMEMBER_SECONDS = 5.0
BROKER_TIMEOUT_SECONDS = 1.0


class State(StrEnum):
    READY = "ready"
    DEGRADED = "degraded"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Health:
    """The state of this process, the names of the parts that failed, and what will soon need somebody; never
    why, which is in the log."""

    state: State
    failed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class NotWell(Exception):
    """A part answered, but not as it should."""


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotWell("there are migrations to apply: run manage.py migrate")


def _triggers() -> None:
    unguarded = missing_triggers()
    if unguarded:
        raise NotWell(f"append-only triggers are missing on {', '.join(unguarded)}: run manage.py migrate")


def _storage() -> None:
    for name in settings.STORAGES:
        if name == "staticfiles":
            continue
        stored = storages[name].save(".health/probe", ContentFile(b"ok"))
        storages[name].delete(stored)


def _keys() -> None:
    ring()


def _broker() -> None:
    with Connection(settings.CELERY_BROKER_URL, connect_timeout=BROKER_TIMEOUT_SECONDS) as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT_SECONDS)


NEEDED: Mapping[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "triggers": _triggers,
    "storage": _storage,
    "keys": _keys,
}
# Saved actions survive without a broker; jobs go on when it is back.
USEFUL: Mapping[str, Callable[[], None]] = {"broker": _broker}


def _failing(parts: Mapping[str, Callable[[], None]]) -> tuple[str, ...]:
    failed = []
    for name, probe in parts.items():
        try:
            probe()
        except Exception as problem:
            log.warning("health_part_failed", part=name, problem=repr(problem))
            failed.append(name)
    return tuple(failed)


def examine() -> Health:
    """Ask every part now."""
    needed = _failing(NEEDED)
    useful = _failing(USEFUL)
    warnings = tuple(concern.slug for concern in concerns())
    if needed:
        return Health(State.UNAVAILABLE, needed + useful, warnings)
    return Health(State.DEGRADED if useful else State.READY, useful, warnings)


class Memory:
    """Remembers the last answer for a few seconds: the address is public and the questions cost something."""

    def __init__(self) -> None:
        self.at = float("-inf")
        self.health = Health(State.UNAVAILABLE)

    def current(self) -> Health:
        if time.monotonic() - self.at > REMEMBER_SECONDS:
            self.health = examine()
            self.at = time.monotonic()
        return self.health

    def forget(self) -> None:
        self.at = float("-inf")


memory = Memory()
