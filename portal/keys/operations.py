"""Changing the key-encryption key: add a new one, re-wrap everything under it, retire the old one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.audit.rules import RuleBroken
from portal.audit.trail import operation, record
from portal.keys.registry import Holder, holders, needed_keys
from portal.keys.ring import add_key, remove_key, ring

Step = Callable[[int, int], AbstractContextManager[Any]]
AT_ONCE = 50


class KeyStillNeeded(RuleBroken):
    message = _("Values are still sealed with this key. Re-wrap them first.")


class KeyIsActive(RuleBroken):
    message = _("This key seals new values. Add another one first.")


class NoSuchKey(RuleBroken):
    message = _("There is no such key on the ring.")


@operation
def add_ring_key(*, by: Any = None) -> str:
    """Make a new key that seals from now on; returns its id. Values under older keys stay readable."""
    key_id = f"{max(int(known) for known in ring().keys) + 1:04}"
    add_key(Path(settings.PORTAL_KEYS_DIR), activate=True, key_id=key_id)
    record("key.added", by=by, details={"key_id": key_id})
    return key_id


def rewrap_all(step: Step = lambda done, total: transaction.atomic()) -> int:
    """Bring every sealed value under the active key; returns how many were.

    Can be stopped and started again at any moment: what is done already is no longer stale. `step(done,
    total)` opens the transaction of each slice.
    """
    active = ring().active
    work = [(known, identifier) for known, identifier in _stale(active)]
    for start in range(0, len(work), AT_ONCE):
        with step(start, len(work)):
            for known, identifier in work[start : start + AT_ONCE]:
                known.replace(identifier)
    _note_rewrapped(key_id=active, count=len(work))
    return len(work)


@operation
def retire_key(*, key_id: str, by: Any = None) -> Path:
    """Take an old key off the ring; returns where it lies now, for backups that still need it.

    Raises `NoSuchKey`, `KeyIsActive`, `KeyStillNeeded`.
    """
    keys = ring()
    if key_id not in keys.keys:
        raise NoSuchKey
    if key_id == keys.active:
        raise KeyIsActive
    if any(counts[key_id] for counts in needed_keys().values()):
        raise KeyStillNeeded
    record("key.retired", by=by, details={"key_id": key_id})
    return remove_key(Path(settings.PORTAL_KEYS_DIR), key_id)


def _stale(active: str) -> Iterator[tuple[Holder, Any]]:
    for known in holders():
        for identifier, key_id in known.iterate():
            if key_id != active:
                yield known, identifier


@operation
def _note_rewrapped(*, key_id: str, count: int) -> None:
    record("key.rewrapped", details={"key_id": key_id, "count": count})
