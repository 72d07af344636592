"""What the key ring visits when its key changes: the sealed values of record stores that have not ended."""

from collections.abc import Iterator

from portal.keys.envelope import key_of
from training.xapi.models import RecordStore
from training.xapi.sealing import under_active_key


def sealed_stores() -> Iterator[tuple[int, str]]:
    """Which key each store's secrets need."""
    for pk, sealed in RecordStore.objects.filter(ended_at=None).values_list("pk", "sealed"):
        yield pk, key_of(sealed)


def rewrap_store(pk: int) -> None:
    """Bring one under the active key; inside a transaction, and it may have ended meanwhile."""
    found = RecordStore.objects.filter(ended_at=None, pk=pk).select_for_update(of=("self",), no_key=True)
    for store in found:
        store.sealed = under_active_key(store)
        store.save(update_fields=["sealed"])
