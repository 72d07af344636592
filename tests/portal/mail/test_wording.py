"""Names and texts from people, made safe."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.mail.wording import REORDERING, body_text, clean, one_line

ANYTHING = st.text(st.characters(codec=None), max_size=400)


@given(text=ANYTHING)
def test_one_line_is_one_short_line_that_can_be_encoded(text):
    line = one_line(text, 100)
    assert len(line) <= 100
    assert not set(line) & REORDERING
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in line)
    line.encode("utf-8")


@given(text=ANYTHING)
def test_a_body_keeps_its_lines_and_can_be_stored(text):
    kept = body_text(text)
    assert "\x00" not in kept
    assert kept.count("\n") == text.count("\n")
    kept.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Ada\r\nBcc: all@example.org", "Ada Bcc: all@example.org"),
        ("Ada\x00 Müller", "Ada Müller"),
        ("evil\u202egro.elpmaxe", "evilgro.elpmaxe"),
        ("  Zoë   Æther ", "Zoë Æther"),
        ("👩‍💻 Dev", "👩‍💻 Dev"),
        ("x" * 300, "x" * 99 + "…"),
    ],
)
def test_names_are_made_safe(name, line):
    assert one_line(name, 100) == line


def test_contexts_are_cleaned_all_the_way_down():
    assert clean({"a": ["x\x00", {"b": "\ud800y"}], "n": 3}) == {"a": ["x", {"b": "y"}], "n": 3}
