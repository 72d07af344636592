"""Files too large to hold in memory, sealed piece by piece (AES-256-GCM) under a data key of their own.

Every piece is bound to the context, its number and their count: a piece that is changed, cut off, moved, or
put in from another file does not open. The data key is sealed apart (`envelope.seal_bytes`), so that a change
of keys touches no file, and destroying the data key destroys the file wherever copies of it lie.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.audit.chain import canonical_text

PIECE = 256 * 1024
TAG = 16


class LengthDiffers(ValueError):
    """There was more or less to seal than was announced."""


def seal_stream(
    data: Iterable[bytes], *, size: int, context: Mapping[str, str], data_key: bytes
) -> Iterator[bytes]:
    """The sealed pieces of `data`, which must hold exactly `size` bytes; else `LengthDiffers` at the end.

    `data_key` holds 32 bytes and seals one file only: a piece's nonce is its number.
    """
    cipher, count, done = AESGCM(data_key), _count(size), 0
    for number, piece in enumerate(_even(data)):
        done += len(piece)
        if done > size:
            raise LengthDiffers(f"more than {size} bytes")
        yield cipher.encrypt(_nonce(number), piece, _bound(context, number, count))
    if done != size:
        raise LengthDiffers(f"{done} instead of {size} bytes")


def open_stream(
    sealed: IO[bytes], *, size: int, context: Mapping[str, str], data_key: bytes
) -> Iterator[bytes]:
    """The pieces of what `seal_stream` made of `size` bytes. Raises `InvalidTag` when anything was changed,
    cut, moved or added."""
    cipher, count = AESGCM(data_key), _count(size)
    for number in range(count):
        piece = sealed.read(min(PIECE, size - number * PIECE) + TAG)
        if len(piece) <= TAG:
            raise InvalidTag
        yield cipher.decrypt(_nonce(number), piece, _bound(context, number, count))
    if sealed.read(1):
        raise InvalidTag


def _even(data: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of `PIECE`, the last one shorter."""
    rest = bytearray()
    for part in data:
        rest += part
        while len(rest) >= PIECE:
            yield bytes(rest[:PIECE])
            del rest[:PIECE]
    if rest:
        yield bytes(rest)


def _count(size: int) -> int:
    return -(-size // PIECE)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(context: Mapping[str, str], number: int, count: int) -> bytes:
    return canonical_text({**context, "piece": str(number), "of": str(count)}).encode()
