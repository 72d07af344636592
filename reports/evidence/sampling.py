"""Which acknowledgements a sample holds: decided by a seed alone, so that anybody can draw it again. Pure."""

import hashlib
import heapq
import secrets
from collections.abc import Iterable
from uuid import UUID

SEED_BYTES = 8


def new_seed() -> str:
    return secrets.token_hex(SEED_BYTES)


def rank(seed: str, ref: UUID) -> str:
    """SHA-256 over seed, colon and reference: the order in which a seed puts acknowledgements."""
    return hashlib.sha256(f"{seed}:{ref}".encode()).hexdigest()


def drawn(refs: Iterable[UUID], *, seed: str, size: int) -> list[UUID]:
    """The `size` references that come first in the order of `seed`."""
    return heapq.nsmallest(size, refs, key=lambda ref: rank(seed, ref))
