"""What changed is told in parts and words, and in reasonable time however long the texts are."""

from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.library import comparing
from guidelines.library.comparing import ChangeKind, compare, comparison_html, has_changes
from guidelines.library.reading import text_of


def html(*paragraphs: str) -> str:
    return "\n".join(f"<p>{text}</p>" for text in paragraphs)


def kinds(old: str, new: str) -> list[str]:
    return [change.kind.value for change in compare(old, new)]


def test_equal_texts_have_no_changes() -> None:
    changes = compare(html("a b", "c d"), html("a b", "c d"))
    assert not has_changes(changes)
    assert "2 parts are unchanged" in comparison_html(changes)


def test_words_are_marked_inside_the_sentence_that_changed() -> None:
    old = html("This stays. You answer within five working days in the tool.")
    new = html("This stays. You answer within two working days in the tool.")
    (change,) = compare(old, new)
    assert change.lines == (
        "This stays. You answer within <del>five</del> <ins>two</ins> working days in the tool.",
    )


def test_a_new_sentence_is_shown_whole() -> None:
    start = "We answer every complaint within a day."
    (change,) = compare(html(f"{start} Old words here."), html(f"{start} Something else entirely now."))
    assert change.lines == (f"{start} <del>Old words here.</del> <ins>Something else entirely now.</ins>",)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (html("a", "b"), html("a", "x y z", "b"), ["same", "added", "same"]),
        (html("a", "b", "c"), html("a", "c"), ["same", "removed", "same"]),
        (html("one apple", "two pears", "three plums"), html("three plums", "one apple", "two pears"),
         ["moved", "same", "same"]),
        ("", html("a"), ["added"]),
        (html("a"), "", ["removed"]),
        ("", "", []),
    ],
)  # fmt: skip
def test_parts_come_go_and_move(old: str, new: str, expected: list[str]) -> None:
    assert kinds(old, new) == expected


def test_a_part_says_which_heading_it_stands_under() -> None:
    old = '<section class="part-text"><h2 id="a">Tone</h2><p>kind words only please</p></section>'
    new = old.replace("only", "always")
    heading, paragraph = compare(old, new)
    assert (heading.kind, paragraph.kind, paragraph.under) == (ChangeKind.SAME, ChangeKind.CHANGED, "Tone")
    assert "Changed · under “Tone”" in comparison_html([heading, paragraph])


def test_states_are_said_in_words_and_marks_are_elements() -> None:
    page = comparison_html(compare(html("gone for good", "stays"), html("stays", "entirely fresh")))
    assert "Removed" in page
    assert "New" in page
    assert "<del>gone for good</del>" in page
    assert "<ins>entirely fresh</ins>" in page


def test_unchanged_lines_far_from_the_change_are_left_out() -> None:
    rows = "".join(f"<tr><td>row {number}</td></tr>" for number in range(20))
    table = f'<div class="part-table"><table><tbody>{rows}</tbody></table></div>'
    (change,) = compare(table, table.replace("row 9<", "row nine and a half<"))
    assert [line for line in change.lines if "<" not in line] == ["…", "row 8", "row 10", "…"]


def test_text_is_escaped() -> None:
    page = comparison_html(compare(html("a &lt;script&gt; b"), html("a &lt;script&gt; c")))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@given(st.lists(st.text(max_size=30), max_size=6), st.lists(st.text(max_size=30), max_size=6))
def test_nothing_of_the_new_text_is_lost(old: list[str], new: list[str]) -> None:
    from django.utils.html import escape

    older, newer = html(*map(escape, old)), html(*map(escape, new))
    changes = compare(older, newer)
    assert [c.new for c in changes if c.new] == [c for p in newer.split("\n<p>") if (c := text_of(f"<p>{p}"))]


@pytest.mark.parametrize("shape", ["changed", "different", "one block", "one line"])
def test_600_kb_are_compared_with_bounded_work(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"word{number % 977}" for number in range(75_000)]
    if shape == "one line":
        old, new = html(" ".join(words)), html(" ".join(reversed(words)))
    elif shape == "one block":
        old, new = (html("<br>".join(lines)) for lines in (words[:40_000], words[40_000:]))
    else:
        old = html(*(" ".join(words[at : at + 40]) for at in range(0, len(words), 40)))
        new = (
            old.replace("word1 ", "other ")
            if shape == "changed"
            else html(*(f"x{n} y{n}" for n in range(20_000)))
        )
    compared = counted(monkeypatch)
    page = comparison_html(compare(old, new))
    assert len(page) > 100_000
    assert compared["words"] <= MOST_WORDS_COMPARED


MOST_WORDS_COMPARED = 2_000_000


def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many words or parts were handed to a matcher, whose work grows with the square of one call."""
    seen = {"words": 0}

    class Counting(SequenceMatcher):
        def __init__(self, junk: Any, a: Any, b: Any, **options: Any) -> None:
            seen["words"] += len(a) + len(b)
            super().__init__(junk, a, b, **options)

    monkeypatch.setattr(comparing, "SequenceMatcher", Counting)
    return seen
