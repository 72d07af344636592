"""Envelope encryption: a fresh data key per value, wrapped by the ring, bound to where the value belongs.

Format 1, all lengths in bytes: `1 | len(key id) | key id | wrapped data key (60) | nonce (12) | ciphertext`.
The context (which row, which field) is associated data: a value moved elsewhere does not open.
"""

import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.audit.chain import canonical_text
from portal.keys.ring import KeyRing, ring

FORMAT = 1
WRAPPED = 12 + 32 + 16


class UnknownFormat(ValueError):
    """The value was not written by a format this version knows; it is refused, never guessed."""


def seal_bytes(data: bytes, *, context: Mapping[str, str], keys: KeyRing | None = None) -> bytes:
    """Encrypt `data` (AES-256-GCM) so that it opens only with the same `context`; under the portal's ring
    unless `keys` is another."""
    data_key = secrets.token_bytes(32)
    key_id, wrapped = (keys or ring()).wrap(data_key, bound_to=_bound(context))
    nonce = secrets.token_bytes(12)
    ciphertext = AESGCM(data_key).encrypt(nonce, data, _bound({**context, "key": key_id}))
    return bytes([FORMAT, len(key_id)]) + key_id.encode() + wrapped + nonce + ciphertext


def open_bytes(sealed: bytes, *, context: Mapping[str, str], keys: KeyRing | None = None) -> bytes:
    """Decrypt what `seal_bytes` made. Raises `InvalidTag` when swapped, cut or bound to another context."""
    key_id, wrapped, nonce, ciphertext = _parts(sealed)
    data_key = (keys or ring()).unwrap(key_id, wrapped, bound_to=_bound(context))
    return AESGCM(data_key).decrypt(nonce, ciphertext, _bound({**context, "key": key_id}))


def rewrap(sealed: bytes, *, context: Mapping[str, str], keys: KeyRing | None = None) -> bytes:
    """The same value under the ring's active key."""
    return seal_bytes(open_bytes(sealed, context=context, keys=keys), context=context, keys=keys)


def key_of(sealed: bytes) -> str:
    """The id of the key that `sealed` needs."""
    return _parts(sealed)[0]


def _parts(sealed: bytes) -> tuple[str, bytes, bytes, bytes]:
    sealed = bytes(sealed)
    if len(sealed) < 2 or sealed[0] != FORMAT:
        raise UnknownFormat("unknown envelope format")
    start = 2 + sealed[1]
    key_id, body = sealed[2:start].decode("ascii", "replace"), sealed[start:]
    return key_id, body[:WRAPPED], body[WRAPPED : WRAPPED + 12], body[WRAPPED + 12 :]


def _bound(context: Mapping[str, str]) -> bytes:
    return canonical_text(context).encode()
