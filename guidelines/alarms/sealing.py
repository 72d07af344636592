"""What only the portal knows of a channel: its address, which is often a secret itself, and its secret."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from guidelines.alarms.models import AlarmChannel
from portal.keys.envelope import open_bytes, rewrap, seal_bytes


@dataclass(frozen=True)
class Secrets:
    """Opened for one use; neither shown nor logged."""

    address: str = field(repr=False)
    secret: str = field(repr=False)


def in_envelope(found: Secrets, channel: UUID) -> bytes:
    content = json.dumps({"address": found.address, "secret": found.secret})
    return seal_bytes(content.encode(), context=_context(channel))


def secrets_of(channel: AlarmChannel) -> Secrets:
    return Secrets(**json.loads(open_bytes(channel.sealed, context=_context(channel.ref))))


def under_active_key(channel: AlarmChannel) -> bytes:
    return rewrap(channel.sealed, context=_context(channel.ref))


def _context(channel: UUID) -> dict[str, str]:
    return {"alarm channel": str(channel), "field": "secrets"}
