"""One range of bytes (RFC 9110, 14): films are played from the middle, some browsers ask for nothing else."""

import re
from typing import NamedTuple

ASKED = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


class Part(NamedTuple):
    start: int
    length: int


class NotSatisfiable(Exception):
    """Nothing of the file lies in the range."""


def part_of(header: str, size: int) -> Part | None:
    """The part asked for; None means the whole, also for what is not understood. Raises `NotSatisfiable`."""
    found = ASKED.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        if length == 0:
            raise NotSatisfiable
        return Part(size - length, length)
    start = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if start >= size:
        raise NotSatisfiable
    return Part(start, last - start + 1) if last >= start else None
