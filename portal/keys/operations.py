"""Changing the key-encryption key: add a new one, re-wrap everything under it, retire the old one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken
from portal.audit.trail import operation, record
from portal.keys.registry import Holder, holders, needed_keys
from portal.keys.ring import add_key, directory_of, remove_key, ring

Step = Callable[[int, int], AbstractContextManager[Any]]
AT_ONCE = 50


class KeyStillNeeded(RuleBroken):
    message = _("Values are still sealed with this key. Re-wrap them first.")


class KeyIsActive(RuleBroken):
    message = _("This key seals new values. Add another one first.")


class NoSuchKey(RuleBroken):
    message = _("There is no such key on the ring.")


@operation
def add_ring_key(*, by: Any = None, ring_name: str = "") -> str:
    """Make a new key that seals from now on; returns its id. Values under older keys stay readable."""
    key_id = f"{max(int(known) for known in ring(ring_name).keys) + 1:04}"
    add_key(directory_of(ring_name), activate=True, key_id=key_id)
    record("key.added", by=by, details={"key_id": key_id, "ring": ring_name})
    return key_id


def rewrap_all(step: Step = lambda done, total: transaction.atomic(), *, ring_name: str = "") -> int:
    """Bring every value sealed under a ring under its active key; returns how many were.

    Can be stopped and started again at any moment: what is done already is no longer stale. `step(done,
    total)` opens the transaction of each slice.
    """
    active = ring(ring_name).active
    work = list(_stale(active, ring_name))
    for start in range(0, len(work), AT_ONCE):
        with step(start, len(work)):
            for known, identifier in work[start : start + AT_ONCE]:
                known.replace(identifier)
    _note_rewrapped(key_id=active, count=len(work), ring_name=ring_name)
    return len(work)


@operation
def retire_key(*, key_id: str, by: Any = None, ring_name: str = "") -> Path:
    """Take an old key off the ring; returns where it lies now, for backups that still need it.

    Raises `NoSuchKey`, `KeyIsActive`, `KeyStillNeeded`.
    """
    keys = ring(ring_name)
    if key_id not in keys.keys:
        raise NoSuchKey
    if key_id == keys.active:
        raise KeyIsActive
    if any(counts[key_id] for counts in needed_keys(ring_name).values()):
        raise KeyStillNeeded
    record("key.retired", by=by, details={"key_id": key_id, "ring": ring_name})
    return remove_key(directory_of(ring_name), key_id)


def _stale(active: str, ring_name: str) -> Iterator[tuple[Holder, Any]]:
    for known in holders(ring_name):
        for identifier, key_id in known.iterate():
            if key_id != active:
                yield known, identifier


@operation
def _note_rewrapped(*, key_id: str, count: int, ring_name: str) -> None:
    record("key.rewrapped", details={"key_id": key_id, "count": count, "ring": ring_name})
