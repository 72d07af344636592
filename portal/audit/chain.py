"""The pure core of the trail: canonical text, hashes, and the check of a chain.

`body_hash = SHA-256(canonical)`; `hash = SHA-256(previous ‖ body_hash)` over raw digests. A reader who has
only the body hashes can therefore check the whole chain without learning what any row says.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(value: Any) -> Any:
    """Return `value` without NUL and lone surrogates, which PostgreSQL and UTF-8 refuse."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, Mapping):
        return {storable(str(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value


def canonical_text(content: Mapping[str, Any]) -> str:
    """One fixed spelling of `content`: sorted keys, no spaces, UTF-8. Floats are refused: they have many."""
    cleaned = storable(content)
    _refuse_floats(cleaned)
    return json.dumps(cleaned, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a canonical text holds no floating point numbers")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _refuse_floats(item)


def body_hash(canonical: str) -> str:
    """SHA-256 of a canonical text, hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def link(previous: str, body: str) -> str:
    """The hash of the row whose body hashes to `body` and that follows `previous`."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(body)).hexdigest()


@dataclass(frozen=True)
class Link:
    """What the check of one row needs. `flaw` is what its reader already found wrong beside the hashes."""

    seq: int
    canonical: str
    previous: str
    body: str
    hash: str
    flaw: str = ""


@dataclass(frozen=True)
class Broken:
    """The first row at which a chain no longer holds, and why."""

    seq: int
    why: str


def first_broken(links: Iterable[Link], *, head_seq: int, head_hash: str) -> Broken | None:
    """Walk `links` in order and name the first row that was altered, removed, added or cut off (K11)."""
    expected_seq, previous = 1, GENESIS
    for row in links:
        why = _what_is_wrong(row, expected_seq, previous)
        if why:
            return Broken(expected_seq, why)
        expected_seq, previous = row.seq + 1, row.hash
    if expected_seq - 1 != head_seq:
        return Broken(expected_seq, "the chain ends before its recorded head: rows were cut off")
    if previous != head_hash:
        return Broken(head_seq, "the last row differs from the recorded head")
    return None


def _what_is_wrong(row: Link, expected_seq: int, previous: str) -> str:
    if row.seq != expected_seq:
        return f"row {expected_seq} is missing"
    if row.previous != previous:
        return "the row does not follow its predecessor"
    if body_hash(row.canonical) != row.body:
        return "the text of the row was altered"
    if link(previous, row.body) != row.hash:
        return "the hash of the row was altered"
    return row.flaw
