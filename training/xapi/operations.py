"""Connecting a record store, and telling it of completions."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from accounts.people.models import Employee
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record
from portal.jobs.operations import enqueue_many
from training.assignments.models import Completion
from training.xapi.addresses import checked
from training.xapi.choices import SAID, DispatchState
from training.xapi.models import Dispatch, RecordStore
from training.xapi.permissions import can_set_store
from training.xapi.rules import NoStore, PasswordNeeded
from training.xapi.sealing import Secrets, in_envelope, secrets_of

KIND = "xapi.send"


@operation(refused="xapi.refused")
def set_store(*, endpoint: str, username: str, password: str, by: Employee) -> RecordStore:
    """Enter where completions go. It stays switched off, or on where only its sign-in changes.

    Without a password the one that is there stays, for the same address and user name only. Raises
    `NotPermitted`, `NotAnAddress`, `InnerAddress`, `PasswordNeeded`.
    """
    _require(by)
    endpoint = checked(endpoint, private=settings.XAPI_PRIVATE_ADDRESSES)
    store = _current()
    same_address = store is not None and store.endpoint == endpoint
    if not password and not (same_address and store is not None and store.username == username):
        raise PasswordNeeded
    if store is not None and same_address:
        known = secrets_of(store)
        store.username = username
        store.sealed = in_envelope(Secrets(password or known.password, known.key), store.ref)
        store.save(update_fields=["username", "sealed"])
    else:
        if store is not None:
            _end(store, by)
        store = RecordStore(endpoint=endpoint, username=username, made_by=by)
        store.sealed = in_envelope(Secrets(password), store.ref)
        store.save()
    record("xapi.store_set", by=by, obj=store, details={"address": endpoint})
    return store


@operation(refused="xapi.refused")
def switch_on(*, by: Employee) -> None:
    """From now on completions are told; what was done before is not. Raises `NotPermitted`, `NoStore`."""
    store = _switch(True, by)
    if store is not None:
        record("xapi.switched_on", by=by, obj=store, details={"address": store.endpoint})


@operation(refused="xapi.refused")
def switch_off(*, by: Employee) -> None:
    """Nothing leaves any more, not even what waits. Raises `NotPermitted`, `NoStore`."""
    store = _switch(False, by)
    if store is not None:
        dropped = _drop_waiting(store)
        record("xapi.switched_off", by=by, obj=store, details={"dropped": dropped})


@operation(refused="xapi.refused")
def try_again(*, by: Employee) -> int:
    """Send once more what did not arrive. Returns how many. Raises `NotPermitted`, `NoStore`."""
    _require(by)
    store = RecordStore.objects.listening()
    if store is None:
        raise NoStore
    undelivered = list(store.dispatches.undelivered().select_for_update().order_by("pk"))
    pks = [dispatch.pk for dispatch in undelivered]
    Dispatch.objects.filter(pk__in=pks).update(state=DispatchState.QUEUED, error="")
    _enqueue(pks)
    record("xapi.tried_again", by=by, obj=store, details={"count": len(pks)})
    return len(pks)


def tell_of(completions: Sequence[Completion]) -> None:
    """Write down, in the transaction of the completions, that a store that listens is told of them.

    Only what was required and was done here: what somebody learns of their own accord is theirs.
    """
    told = [one for one in completions if one.requirement_id and one.basis in SAID]
    store = RecordStore.objects.listening() if told else None
    if store is None:
        return
    sources = {source_of(one): one for one in told}
    drafts = [Dispatch(store=store, completion=one, source=source) for source, one in sources.items()]
    Dispatch.objects.bulk_create(drafts, ignore_conflicts=True, batch_size=500)
    waiting = store.dispatches.queued().filter(source__in=sources, attempts=0)
    _enqueue(waiting.values_list("pk", flat=True))


def tell_of_one(completion: Completion) -> None:
    tell_of([completion])


def note_attempt(dispatch: Dispatch) -> None:
    Dispatch.objects.filter(pk=dispatch.pk).update(attempts=F("attempts") + 1)


def note_outcome(dispatch: Dispatch, state: DispatchState, error: str = "") -> None:
    """What became of it; of what was dropped meanwhile nothing is kept."""
    at = timezone.now() if state == DispatchState.SENT else None
    waiting = Dispatch.objects.queued().filter(pk=dispatch.pk)
    waiting.update(state=state, error=error[:100], sent_at=at)


def source_of(completion: Completion) -> UUID:
    """One quiz that fulfils two requirements was passed once."""
    return completion.attempt.ref if completion.attempt else completion.ref


def _current() -> RecordStore | None:
    return RecordStore.objects.filter(ended_at=None).select_for_update(of=("self",), no_key=True).first()


def _require(by: Employee) -> None:
    if not can_set_store(by):
        raise NotPermitted


def _switch(on: bool, by: Employee) -> RecordStore | None:
    """The store that was switched; None when it stood so already."""
    _require(by)
    store = _current()
    if store is None:
        raise NoStore
    if store.is_on == on:
        return None
    store.is_on = on
    store.save(update_fields=["is_on"])
    return store


def _end(store: RecordStore, by: Employee) -> None:
    """Another address takes its place: what waits is dropped, password and key are forgotten."""
    _drop_waiting(store)
    store.is_on, store.sealed, store.ended_by, store.ended_at = False, b"", by, timezone.now()
    store.save(update_fields=["is_on", "sealed", "ended_by", "ended_at"])


def _drop_waiting(store: RecordStore) -> int:
    return store.dispatches.exclude(state=DispatchState.SENT).delete()[0]


def _enqueue(pks: Iterable[int]) -> None:
    enqueue_many(KIND, payloads={f"xapi:{pk}": {"dispatch": pk} for pk in pks})
