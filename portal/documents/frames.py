"""Messages between the portal and its PDF child: length-prefixed frames over two pipes.

A message is one JSON header frame followed by as many binary frames as the header's `parts` says.
"""

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO

LENGTH = struct.Struct(">Q")
LARGEST_FRAME_BYTES = 512 * 1024 * 1024


class BrokenFrame(Exception):
    """The other side stopped in the middle of a message, or sent something that is none."""


def write_message(stream: BinaryIO, header: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Write one message and flush it. Raises OSError when the other side is gone."""
    _write_frame(stream, json.dumps({**header, "parts": len(parts)}).encode())
    for part in parts:
        _write_frame(stream, part)
    stream.flush()


def read_message(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]] | None:
    """Read one message; None when the other side closed the pipe between two messages."""
    prefix = stream.read(LENGTH.size)
    if not prefix:
        return None
    header = json.loads(_read_body(stream, prefix))
    return header, [_read_body(stream, stream.read(LENGTH.size)) for _ in range(header["parts"])]


def _write_frame(stream: BinaryIO, body: bytes) -> None:
    stream.write(LENGTH.pack(len(body)))
    stream.write(body)


def _read_body(stream: BinaryIO, prefix: bytes) -> bytes:
    if len(prefix) != LENGTH.size:
        raise BrokenFrame("The length of a frame is cut off.")
    (length,) = LENGTH.unpack(prefix)
    if length > LARGEST_FRAME_BYTES:
        raise BrokenFrame(f"A frame of {length} bytes is larger than allowed.")
    body = stream.read(length)
    if len(body) != length:
        raise BrokenFrame(f"A frame of {length} bytes ends after {len(body)}.")
    return body
