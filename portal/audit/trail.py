"""Operations and what they leave behind.

Entries are buffered while an operation runs and reach the chain in its last statements, so that the head
of the chain is locked for as short a time as possible and always last: locking it midway deadlocks.
"""

import functools
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar, overload
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from portal.audit import chain
from portal.audit.models import AuditEvent, ChainHead
from portal.audit.registry import require_declared
from portal.audit.rules import RuleBroken

SEAL = "audit-head"
HEAD_ALTERED = "trail.head_altered"

P = ParamSpec("P")
R = TypeVar("R")


class OutsideOperation(RuntimeError):
    """`record` was called where no operation runs: the entry could be lost or outlive its change."""


@dataclass(eq=False)
class Entry:
    """What will become one row of the trail. It is its own on-commit marker, see `_surviving`."""

    verb: str
    actor: UUID | None
    on_behalf_of: UUID | None
    object_type: str
    object_id: str
    details: Mapping[str, Any]

    def __call__(self) -> None:
        """On commit there is nothing left to do."""


@dataclass
class Buffer:
    """What the running operation has noted; refusals outlive its roll-back."""

    entries: list[Entry] = field(default_factory=list)
    refusals: list[Entry] = field(default_factory=list)


_buffer: ContextVar[Buffer | None] = ContextVar("audit_buffer", default=None)


@overload
def operation(function: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def operation(*, refused: str = "", savepoint: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def operation(
    function: Callable[P, R] | None = None, /, *, refused: str = "", savepoint: bool = True
) -> Callable[P, R] | Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function one write: atomic, audited, all or nothing.

    With `refused="verb"`, a `RuleBroken` that leaves the function is also written down, in a transaction of
    its own after the outermost operation has ended, because what was refused has been rolled back. Inside a
    plain `atomic()` around it all, that transaction is only a part of the other one.

    With `savepoint=False`, the function inside another operation is a part of it that never fails alone:
    nobody can catch what it raises and go on. It spares two statements where many small parts are called.
    """

    def decorate(act: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(act)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with recording(savepoint=savepoint):
                    return act(*args, **kwargs)
            except RuleBroken as broken:
                if refused:
                    _note_refusal(refused, broken, kwargs)
                raise

        return run

    return decorate if function is None else decorate(function)


@contextmanager
def recording(*, savepoint: bool = True) -> Iterator[None]:
    """Open (or join) the transaction whose audit entries reach the chain together at its end."""
    if _buffer.get() is not None:
        with transaction.atomic(savepoint=savepoint):
            yield
        return
    buffer = Buffer()
    token = _buffer.set(buffer)
    try:
        with transaction.atomic():
            yield
            _append(_surviving(buffer.entries))
    finally:
        _buffer.reset(token)
        _write_refusals(buffer.refusals)


def record(
    verb: str,
    *,
    by: Any = None,
    on_behalf_of: Any = None,
    obj: Any = None,
    object_type: str = "",
    object_id: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Note one act of the running operation. `by` and `obj` are anything with a `ref`.

    Raises `UndeclaredVerb` for a verb or detail off the closed list, `OutsideOperation` without one.
    """
    buffer = _buffer.get()
    if buffer is None:
        raise OutsideOperation(verb)
    details = details or {}
    require_declared(verb, details)
    if obj is not None:
        object_type, object_id = _object(obj)
    entry = Entry(verb, _ref(by), _ref(on_behalf_of), object_type, object_id, details)
    buffer.entries.append(entry)
    transaction.on_commit(entry)


def head() -> tuple[int, str]:
    """Sequence number and hash of the newest committed row."""
    row = ChainHead.objects.get(pk=1)
    return row.seq, row.hash


def open_chain(**_: Any) -> None:
    """Create the head of an empty chain; called after every migrate."""
    if not ChainHead.objects.filter(pk=1).exists():
        ChainHead.objects.create(pk=1, seq=0, hash=chain.GENESIS, seal=seal_of(0, chain.GENESIS))


def many(refs: Iterable[Any]) -> dict[str, int | str]:
    """Details of a bulk act: how many, and a SHA-256 over the sorted references, so that it is one row."""
    texts = sorted(str(ref) for ref in refs)
    return {"count": len(texts), "digest": chain.body_hash("\n".join(texts))}


def _ref(person: Any) -> UUID | None:
    return None if person is None else person.ref


def _object(obj: Any) -> tuple[str, str]:
    return ("", "") if obj is None else (obj._meta.label_lower, str(obj.ref))


def _surviving(entries: list[Entry]) -> list[Entry]:
    """Drop entries whose savepoint was rolled back: Django forgets their on-commit marker with it."""
    alive = {id(hook[1]) for hook in connection.run_on_commit}
    return [entry for entry in entries if id(entry) in alive]


def _append(entries: list[Entry]) -> None:
    if not entries:
        return
    head_row = ChainHead.objects.select_for_update().get(pk=1)
    rows, seq, previous = [], head_row.seq, head_row.hash
    if seq and not seal_fits(seq, previous, head_row.seal):
        # Going on would seal an altered head anew and hide a cut tail; this row keeps the finding for good.
        entries = [Entry(HEAD_ALTERED, None, None, "", "", {}), *entries]
    for entry in entries:
        seq += 1
        row = _event(entry, seq, previous)
        previous = row.hash
        rows.append(row)
    AuditEvent.objects.bulk_create(rows)
    ChainHead.objects.filter(pk=1).update(seq=seq, hash=previous, seal=seal_of(seq, previous))


def _event(entry: Entry, seq: int, previous: str) -> AuditEvent:
    at = timezone.now()
    content = {
        "seq": seq,
        "at": at.isoformat(),
        "verb": entry.verb,
        "actor": str(entry.actor or ""),
        "on_behalf_of": str(entry.on_behalf_of or ""),
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "details": entry.details,
        "salt": secrets.token_hex(16),
    }
    canonical = chain.canonical_text(content)
    body = chain.body_hash(canonical)
    return AuditEvent(
        seq=seq,
        at=at,
        verb=entry.verb,
        actor=entry.actor,
        on_behalf_of=entry.on_behalf_of,
        object_type=entry.object_type,
        object_id=chain.storable(entry.object_id),
        canonical=canonical,
        previous_hash=previous,
        body_hash=body,
        hash=chain.link(previous, body),
    )


def seal_of(seq: int, row_hash: str) -> str:
    """The seal of a head, made with the ring's active key."""
    from portal.keys.ring import ring

    return ring().seal(SEAL, f"{seq}:{row_hash}".encode())


def seal_fits(seq: int, row_hash: str, seal: str) -> bool:
    """Whether a head was sealed by a key of the ring."""
    from portal.keys.ring import UnknownKey, ring

    try:
        return ring().check_seal(SEAL, f"{seq}:{row_hash}".encode(), seal)
    except UnknownKey:
        return False


def _note_refusal(verb: str, broken: RuleBroken, kwargs: Mapping[str, Any]) -> None:
    """Keep a refusal once, however many operations it passes through."""
    if broken.is_noted:
        return
    broken.is_noted = True
    by = kwargs.get("by")
    subject = next((value for value in kwargs.values() if hasattr(value, "ref") and value is not by), None)
    details = {"rule": type(broken).__name__}
    require_declared(verb, details)
    entry = Entry(verb, _ref(by), None, *_object(subject), details)
    buffer = _buffer.get()
    if buffer is None:
        _write_refusals([entry])
    else:
        buffer.refusals.append(entry)


def _write_refusals(entries: list[Entry]) -> None:
    """In a transaction that is already broken nothing can be written; the refusal goes with it."""
    if not entries or (connection.in_atomic_block and connection.needs_rollback):
        return
    with transaction.atomic():
        _append(entries)
