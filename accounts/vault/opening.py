"""The one place that seals and opens credentials. Only this room may import it: a contract and a test say so.

Every value is bound to its account, credential, version and field (and, by the envelope, to its key): put
anywhere else, it does not open (V5). Keys live outside the database, so that the database alone opens
nothing (V8).
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from accounts.vault.models import Credential, CredentialVersion, RecoveryCode
from accounts.vault.rules import KeysUnavailable, Tampered
from portal.keys.envelope import UnknownFormat, key_of, open_bytes, rewrap, seal_bytes
from portal.keys.ring import KeyProblem

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
    """The sealed value and the id of the key it needs. Raises `KeysUnavailable`."""
    try:
        sealed = seal_bytes(secret.encode(), context=place.context)
    except (KeyProblem, OSError) as problem:
        raise KeysUnavailable from problem
    return sealed, key_of(sealed)


def open_sealed(sealed: bytes | memoryview, place: Place) -> str:
    """The secret in clear. Raises `Tampered` for what was swapped, cut or is of an unknown format, and
    `KeysUnavailable` when the key is missing, unreadable or open to others."""
    try:
        return open_bytes(bytes(sealed), context=place.context).decode()
    except (InvalidTag, UnknownFormat, ValueError) as problem:
        raise Tampered from problem
    except (KeyProblem, OSError) as problem:
        raise KeysUnavailable from problem


def under_active_key(sealed: bytes | memoryview, place: Place) -> tuple[bytes, str]:
    """The same value under the ring's active key."""
    again = rewrap(bytes(sealed), context=place.context)
    return again, key_of(again)
