"""What the key ring visits when its key changes: the sealed values of channels that have not ended."""

from collections.abc import Iterator

from guidelines.alarms.models import AlarmChannel
from guidelines.alarms.sealing import under_active_key
from portal.keys.envelope import key_of


def sealed_channels() -> Iterator[tuple[int, str]]:
    """Which key each channel's secrets need."""
    for pk, sealed in AlarmChannel.objects.current().values_list("pk", "sealed"):
        yield pk, key_of(sealed)


def rewrap_channel(pk: int) -> None:
    """Bring one under the active key; inside a transaction, and it may have ended meanwhile."""
    for channel in AlarmChannel.objects.current().filter(pk=pk).select_for_update(of=("self",), no_key=True):
        channel.sealed = under_active_key(channel)
        channel.save(update_fields=["sealed"])
