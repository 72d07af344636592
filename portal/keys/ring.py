"""The key ring: key-encryption keys in a directory outside the database.

`<dir>/kek-<id>.key` holds 32 random bytes each, mode 0600 in a 0700 directory; `<dir>/active` names the
one that wraps new data. Nothing here is derived from SECRET_KEY. A room whose keys must be able to fail alone
has a ring of its own, in a folder of that name below the first.
"""

import functools
import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from django.conf import settings

KEY_BYTES = 32
FIRST = "0001"


class KeyProblem(RuntimeError):
    """The key directory cannot be used as it is; the message says how to mend it."""


class UnknownKey(KeyProblem):
    """Data was wrapped with a key that is no longer on the ring."""


@dataclass(frozen=True)
class KeyRing:
    """The keys of one directory."""

    directory: Path
    keys: dict[str, bytes]
    active: str

    def wrap(self, data_key: bytes, *, bound_to: bytes) -> tuple[str, bytes]:
        """Wrap a data key with the active key (AES-256-GCM-SIV); gives the key id and nonce ‖ ciphertext."""
        nonce = secrets.token_bytes(12)
        sealed = AESGCMSIV(self._derived(self.active, "wrap")).encrypt(nonce, data_key, bound_to)
        return self.active, nonce + sealed

    def unwrap(self, key_id: str, wrapped: bytes, *, bound_to: bytes) -> bytes:
        """Undo `wrap`. Raises `cryptography.exceptions.InvalidTag` when anything was swapped or cut."""
        return AESGCMSIV(self._derived(key_id, "wrap")).decrypt(wrapped[:12], wrapped[12:], bound_to)

    def seal(self, purpose: str, message: bytes) -> str:
        """HMAC-SHA256 of `message` for `purpose` under the active key, written "key id:hexadecimal"."""
        return f"{self.active}:{self._mac(self.active, purpose, message)}"

    def check_seal(self, purpose: str, message: bytes, seal: str) -> bool:
        """Whether `seal` fits `message`. Raises `UnknownKey` when its key is not on the ring."""
        key_id, _, mac = seal.partition(":")
        return hmac.compare_digest(self._mac(key_id, purpose, message), mac)

    def print_of(self, key_id: str) -> str:
        """Eight hexadecimal digits that tell one key from another of the same id, and nothing about it."""
        return self._mac(key_id, "print", b"")[:8]

    def _mac(self, key_id: str, purpose: str, message: bytes) -> str:
        return hmac.digest(self._derived(key_id, f"mac:{purpose}"), message, "sha256").hex()

    def _derived(self, key_id: str, purpose: str) -> bytes:
        if key_id not in self.keys:
            raise UnknownKey(f"The key {key_id} is not in {self.directory}. Restore it from the key backup.")
        return hmac.digest(self.keys[key_id], purpose.encode(), hashlib.sha256)


def directory_of(name: str = "") -> Path:
    """Where the ring called `name` lies; the portal's own has no name."""
    return Path(settings.PORTAL_KEYS_DIR) / name


def ring_exists(name: str = "") -> bool:
    """Whether the ring was made already; asking makes none."""
    return (directory_of(name) / "active").exists()


def ring(name: str = "") -> KeyRing:
    """The ring of this installation, or the one called `name`; made on first use."""
    directory = directory_of(name)
    marker = directory / "active"
    if not marker.exists():
        create_ring(directory)
    return _load(directory, marker.stat().st_mtime_ns)


def create_ring(directory: Path) -> None:
    """Make the directory and the first key. Of two processes at once, one wins and both use its key.

    Raises `KeyProblem` when there are keys but none is named active: guessing could pick an old one.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    there = {path.stem.removeprefix("kek-") for path in directory.glob("kek-*.key")}
    if there - {FIRST}:
        newest = max(there)
        raise KeyProblem(
            f"{directory}/active is missing. Restore it, or write the id of the newest key into it: "
            f"printf {newest} > {directory}/active && chmod 600 {directory}/active"
        )
    add_key(directory, activate=True, key_id=FIRST, only_first=True)


def remove_key(directory: Path, key_id: str) -> Path:
    """Move a key off the ring into `retired/`; returns its new path."""
    folder = directory / "retired"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = (directory / f"kek-{key_id}.key").rename(folder / f"kek-{key_id}.key")
    _load.cache_clear()
    return target


def add_key(directory: Path, *, activate: bool, key_id: str, only_first: bool = False) -> None:
    """Write a new random key. Raises `FileExistsError` if the id is taken, unless it is the very first."""
    path = directory / f"kek-{key_id}.key"
    temporary = directory / f".{secrets.token_hex(8)}"
    _write_private(temporary, secrets.token_bytes(KEY_BYTES))
    try:
        os.link(temporary, path)
    except FileExistsError:
        if not only_first:
            raise
    finally:
        temporary.unlink()
    if activate:
        _write_private(temporary, key_id.encode())
        temporary.replace(directory / "active")
    _load.cache_clear()


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@functools.lru_cache(maxsize=4)
def _load(directory: Path, _changed: int) -> KeyRing:
    keys = {path.stem.removeprefix("kek-"): _read_private(path) for path in directory.glob("kek-*.key")}
    active = (directory / "active").read_text().strip()
    if active not in keys:
        raise KeyProblem(f"{directory}/active names the key {active}, which is missing. Restore it.")
    return KeyRing(directory, keys, active)


def _read_private(path: Path) -> bytes:
    mode = path.stat().st_mode
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyProblem(f"{path} can be read by others. Mend it with: chmod 600 {path}")
    content = path.read_bytes()
    if len(content) != KEY_BYTES:
        raise KeyProblem(f"{path} does not hold {KEY_BYTES} bytes. Restore it from the key backup.")
    return content
