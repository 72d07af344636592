"""Frames arrive whole or not at all."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.frames import LENGTH, BrokenFrame, read_message, write_message


@given(parts=st.lists(st.binary(max_size=200), max_size=5), text=st.text(max_size=50))
def test_a_message_comes_back_as_it_was_sent(parts, text):
    pipe = BytesIO()
    write_message(pipe, {"text": text}, parts)
    pipe.seek(0)
    header, bodies = read_message(pipe)
    assert (header["text"], bodies) == (text, parts)
    assert read_message(pipe) is None


@pytest.mark.parametrize("kept", [3, 9, 20, -1])
def test_a_message_that_is_cut_off_is_refused(kept):
    pipe = BytesIO()
    write_message(pipe, {"text": "ein Auftrag"}, [b"Inhalt"])
    with pytest.raises(BrokenFrame):
        read_message(BytesIO(pipe.getvalue()[:kept]))


def test_a_frame_of_absurd_length_is_refused_before_it_is_read():
    with pytest.raises(BrokenFrame):
        read_message(BytesIO(LENGTH.pack(2**60) + b"x"))
