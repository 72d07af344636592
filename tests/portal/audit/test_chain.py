"""The pure core: one spelling, one chain, and the first row at which it breaks."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit import chain

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(string.printable, max_size=8), values, max_size=6))
def test_a_text_does_not_depend_on_the_order_of_keys(content: dict) -> None:
    assert chain.canonical_text(content) == chain.canonical_text(dict(reversed(content.items())))


@given(st.text(st.characters(codec=None, categories=None)))
def test_every_text_can_be_stored(text: str) -> None:
    chain.canonical_text({"text": text}).encode()
    assert "\x00" not in chain.canonical_text({"text": text})


def test_the_spelling_is_fixed() -> None:
    assert chain.canonical_text({"b": [1, True, None], "a": "ä"}) == '{"a":"ä","b":[1,true,null]}'


@pytest.mark.parametrize("value", [1.5, [1.5], {"x": [{"y": 0.1}]}])
def test_floats_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        chain.canonical_text({"value": value})


def links(count: int) -> list[chain.Link]:
    made, previous = [], chain.GENESIS
    for seq in range(1, count + 1):
        text = chain.canonical_text({"seq": seq})
        body = chain.body_hash(text)
        made.append(chain.Link(seq, text, previous, body, chain.link(previous, body)))
        previous = made[-1].hash
    return made


@given(count=st.integers(2, 12), data=st.data())
def test_k11_any_row_that_is_missing_is_named(count: int, data: st.DataObject) -> None:
    """K11: removing any row is found, and the first missing one is named."""
    rows = links(count)
    gone = data.draw(st.integers(1, count))
    left = [row for row in rows if row.seq != gone]
    broken = chain.first_broken(left, head_seq=count, head_hash=rows[-1].hash)
    assert broken is not None
    assert broken.seq == gone


def test_a_whole_chain_holds() -> None:
    rows = links(5)
    assert chain.first_broken(rows, head_seq=5, head_hash=rows[-1].hash) is None
    assert chain.first_broken([], head_seq=0, head_hash=chain.GENESIS) is None


def test_a_chain_checks_without_its_texts() -> None:
    """A reader who has only the body hashes can follow the links."""
    previous = chain.GENESIS
    for row in links(4):
        assert chain.link(previous, row.body) == row.hash
        previous = row.hash
