"""Whether the JSON lines of a dossier hang together. Pure; needs nothing of the portal's database.

The last line counts and hashes all before it; the entries of the log are a chain, as the portal's trail is.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from portal.audit.chain import Broken, Link, first_broken

FORMAT = "leitplanke-dossier/1"
HEAD, ENTRY, END = "incident", "entry", "end"


def closing_line(lines: Iterable[str]) -> dict[str, Any]:
    """The last line: how many there are before it, and their SHA-256, each with its line feed."""
    digest, count = hashlib.sha256(), 0
    for line in lines:
        digest.update(line.encode() + b"\n")
        count += 1
    return {"type": END, "lines": count, "sha256": digest.hexdigest()}


def faults_of(content: bytes) -> list[str]:
    """What is wrong with a file of JSON lines, in English, for whoever checks it; empty when nothing is."""
    try:
        lines = content.decode().removesuffix("\n").split("\n")
        rows = [json.loads(line) for line in lines]
        head, end = rows[0], rows[-1]
        entries = [row for row in rows if row["type"] == ENTRY]
        broken = broken_link(entries, head_seq=head["head_seq"], head_hash=head["head_hash"])
        texts = [fault for row in entries for fault in _text_faults(row)]
    except (ValueError, KeyError, TypeError, IndexError):
        return ["this is no dossier, or a line of it was cut"]
    faults = []
    if head.get("format") != FORMAT:
        faults.append("unknown format")
    if end != closing_line(lines[:-1]):
        faults.append("the last line does not fit those before it")
    if broken:
        faults.append(f"entry {broken.seq}: {broken.why}")
    return faults + texts


def broken_link(entries: Iterable[dict[str, Any]], *, head_seq: int, head_hash: str) -> Broken | None:
    """The first entry at which the chain of the log does not hold."""
    links = (
        Link(row["seq"], row["canonical"], row["previous_hash"], row["body_hash"], row["hash"])
        for row in entries
    )
    return first_broken(links, head_seq=head_seq, head_hash=head_hash)


def _text_faults(row: dict[str, Any]) -> Iterable[str]:
    """A text that was forgotten leaves its digest; one that is there must fit it."""
    digest = json.loads(row["canonical"])["text"]
    if row["text"] and hashlib.sha256((row["salt"] + row["text"]).encode()).hexdigest() != digest:
        yield f"entry {row['seq']}: the text was altered"
