"""The one place that seals and opens credentials. Only this room may import it: a contract and a test say so.

Every value is bound to its account, credential, version and field (and, by the envelope, to its key): put
anywhere else, it does not open (V5). Keys live outside the database, so that the database alone opens
nothing (V8).
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from accounts.vault.choices import RING
from accounts.vault.models import Credential, CredentialVersion, RecoveryCode
from accounts.vault.rules import KeysUnavailable, Tampered
from portal.keys.envelope import UnknownFormat, key_of, open_bytes, rewrap, seal_bytes
from portal.keys.ring import KeyProblem, KeyRing, ring, ring_exists

SECRET = "secret"  # noqa: S105  the name of a field


@dataclass(frozen=True)
class Place:
    """Where a value belongs."""

    credential: Credential
    number: int
    field: str

    @property
    def context(self) -> dict[str, str]:
        return {
            "kind": "vault",
            "account": str(self.credential.account.ref),
            "credential": str(self.credential.ref),
            "version": str(self.number),
            "field": self.field,
        }


def place_of(version: CredentialVersion) -> Place:
    return Place(version.credential, version.number, SECRET)


def place_of_code(code: RecoveryCode) -> Place:
    return Place(code.version.credential, code.version.number, f"code-{code.position}")


def seal(secret: str, place: Place) -> tuple[bytes, str]:
    """The sealed value and the mark of the key it needs. Raises `KeysUnavailable`."""
    keys = _keys()
    return _marked(seal_bytes(secret.encode(), context=place.context, keys=keys), keys)


def open_sealed(sealed: bytes | memoryview, place: Place, mark: str) -> str:
    """The secret in clear. Raises `Tampered` for what was swapped, cut or is of an unknown format, and
    `KeysUnavailable` when the key is missing, unreadable, open to others, or another one of the same id."""
    keys = require_key(mark)
    try:
        return open_bytes(bytes(sealed), context=place.context, keys=keys).decode()
    except (InvalidTag, UnknownFormat, ValueError) as problem:
        raise Tampered from problem
    except KeyProblem as problem:
        raise KeysUnavailable from problem


def require_key(mark: str) -> KeyRing:
    """The ring, if it has the key of this mark. Raises `KeysUnavailable`."""
    keys = _keys()
    if mark not in marks(keys):
        raise KeysUnavailable
    return keys


def under_active_key(sealed: bytes | memoryview, place: Place) -> tuple[bytes, str]:
    """The same value under the ring's active key."""
    keys = _keys()
    return _marked(rewrap(bytes(sealed), context=place.context, keys=keys), keys)


def marks(keys: KeyRing) -> set[str]:
    """The marks of all keys of the ring: "id:print"."""
    return {f"{key_id}:{keys.print_of(key_id)}" for key_id in keys.keys}


def _marked(sealed: bytes, keys: KeyRing) -> tuple[bytes, str]:
    key_id = key_of(sealed)
    return sealed, f"{key_id}:{keys.print_of(key_id)}"


def _keys() -> KeyRing:
    """The vault's ring. One that is gone is never made anew beside values that need it."""
    try:
        if not ring_exists(RING):
            is_needed = CredentialVersion.objects.exclude(key_id="").exists()
            # Asked again: another process may have made it between the two questions.
            if is_needed and not ring_exists(RING):
                raise KeysUnavailable
        keys = ring(RING)
    except (KeyProblem, OSError) as problem:
        raise KeysUnavailable from problem
    return keys
