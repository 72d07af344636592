"""Files sealed in pieces: what was cut, swapped, moved or put in from elsewhere does not open."""

import secrets
from io import BytesIO

import pytest
from cryptography.exceptions import InvalidTag

from portal.keys.streams import PIECE, TAG, LengthDiffers, open_stream, seal_stream

KEY = secrets.token_bytes(32)
CONTEXT = {"file": "a"}
DATA = secrets.token_bytes(PIECE * 2 + 17)


def sealed(data: bytes = DATA, *, parts: int = 1000, **context: str) -> bytes:
    pieces = (data[at : at + parts] for at in range(0, len(data), parts))
    return b"".join(seal_stream(pieces, size=len(data), context=context or CONTEXT, data_key=KEY))


def opened(data: bytes, *, size: int = len(DATA), key: bytes = KEY, **context: str) -> bytes:
    return b"".join(open_stream(BytesIO(data), size=size, context=context or CONTEXT, data_key=key))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_what_was_sealed_opens(size: int) -> None:
    data = secrets.token_bytes(size)
    assert opened(sealed(data), size=size) == data


def test_the_size_of_parts_does_not_matter() -> None:
    assert sealed(parts=7_919) == sealed(parts=PIECE * 5)


def pieces() -> list[bytes]:
    whole, step = sealed(), PIECE + TAG
    return [whole[at : at + step] for at in range(0, len(whole), step)]


@pytest.mark.parametrize(
    "planted",
    [
        lambda one, two, three: one + two,
        lambda one, two, three: two + one + three,
        lambda one, two, three: one + one + three,
        lambda one, two, three: one + two + three + b"x",
        lambda one, two, three: one + two + three[:-1],
        lambda one, two, three: one + bytes([two[0] ^ 1]) + two[1:] + three,
    ],
    ids=["cut", "swapped", "repeated", "longer", "last byte", "one bit"],
)
def test_what_was_changed_does_not_open(planted) -> None:
    with pytest.raises(InvalidTag):
        opened(planted(*pieces()))


def test_it_opens_only_where_it_belongs() -> None:
    with pytest.raises(InvalidTag):
        opened(sealed(), file="b")
    with pytest.raises(InvalidTag):
        opened(sealed(), key=secrets.token_bytes(32))


def test_a_shorter_size_in_the_row_does_not_cut_the_file() -> None:
    with pytest.raises(InvalidTag):
        opened(sealed(), size=PIECE * 2)


@pytest.mark.parametrize("announced", [len(DATA) - 1, len(DATA) + 1])
def test_another_length_than_announced_is_refused(announced: int) -> None:
    with pytest.raises(LengthDiffers):
        list(seal_stream([DATA], size=announced, context=CONTEXT, data_key=KEY))
