"""What only the portal knows of a record store: its password, and the key of the pseudonyms it is told."""

import hmac
import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from portal.keys.envelope import open_bytes, rewrap, seal_bytes
from training.xapi.models import RecordStore

KEY_BYTES = 32


@dataclass(frozen=True)
class Secrets:
    """Opened for one use; neither shown nor logged."""

    password: str = field(repr=False)
    key: bytes = field(repr=False, default_factory=lambda: secrets.token_bytes(KEY_BYTES))

    def pseudonym(self, person: UUID) -> str:
        """The same for every statement about somebody to this store, and to no other."""
        return hmac.new(self.key, person.bytes, sha256).hexdigest()


def in_envelope(found: Secrets, store: UUID) -> bytes:
    content = json.dumps({"password": found.password, "key": found.key.hex()})
    return seal_bytes(content.encode(), context=_context(store))


def secrets_of(store: RecordStore) -> Secrets:
    content = json.loads(open_bytes(store.sealed, context=_context(store.ref)))
    return Secrets(content["password"], bytes.fromhex(content["key"]))


def under_active_key(store: RecordStore) -> bytes:
    return rewrap(store.sealed, context=_context(store.ref))


def _context(store: UUID) -> dict[str, str]:
    return {"record store": str(store), "field": "secrets"}
