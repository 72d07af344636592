"""Placeholders: filled in once, with one line, and nothing that is filled in is read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guidelines.statements.filling import MAX_VALUE, filled, is_filling_of, placeholders

LINE = "We look into {topic}. More at {next_update}, from {company}. {topic} matters."


def test_each_placeholder_is_named_once_in_order():
    assert placeholders(LINE) == ["topic", "next_update", "company"]


@pytest.mark.parametrize(
    "text", ["{}", "{ topic }", "{0}", "{topic.__class__}", "{topic!r}", "{topic:>9}", "{{x}"]
)
def test_what_only_looks_like_a_placeholder_stays_text(text):
    assert "topic" not in placeholders(text)
    assert filled(text, {"topic": "soup", "0": "zero"}) == text.replace("{topic}", "soup")


def test_a_value_is_never_read_as_a_template():
    assert filled("{a} {b}", {"a": "{b}", "b": "{a}"}) == "{b} {a}"


def test_what_has_no_value_stays_to_be_filled():
    assert filled(LINE, {"topic": "  "}) == LINE


def test_a_value_is_one_line_of_a_bounded_length():
    assert filled("{a}", {"a": "one\r\ntwo\u2028three\x00four"}) == "one two three four"
    assert len(filled("{a}", {"a": "x" * 5000})) == MAX_VALUE


def test_a_filling_is_known_as_one_and_other_words_are_not():
    said = filled(LINE, {"topic": "the soup", "next_update": "23:40", "company": "Hafenlicht (GmbH)"})
    assert is_filling_of(said, LINE)
    assert is_filling_of(LINE, LINE)
    assert not is_filling_of(said + " And it was your fault.", LINE)
    assert not is_filling_of(said.replace("look into", "do not care about"), LINE)
    assert not is_filling_of(said.replace("the soup", "the soup\nand a paragraph of my own"), LINE)
    assert not is_filling_of(said.replace("the soup", "s" * (MAX_VALUE + 1)), LINE)


def test_a_template_that_ends_in_a_placeholder_takes_no_second_sentence_of_any_length():
    assert is_filling_of("Thanks, Ada", "Thanks, {name}")
    assert not is_filling_of("Thanks, " + "Ada " * 100, "Thanks, {name}")


@given(some.dictionaries(some.sampled_from(["topic", "next_update", "company"]), some.text(max_size=300)))
def test_whatever_is_filled_in_the_rest_of_the_words_are_the_templates(values):
    assert is_filling_of(filled(LINE, values), LINE)
