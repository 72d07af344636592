"""What is right, what is possible, and from where on an attempt is passed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.courses.choices import QuestionKind
from training.courses.drawing import draw
from training.courses.marking import Marked, is_possible, is_right, result_of
from training.courses.models import QuestionVersion

OPTIONS = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("kind", "choice", "possible"),
    [
        (QuestionKind.SINGLE, ["a"], True),
        (QuestionKind.SINGLE, ["a", "b"], False),
        (QuestionKind.SINGLE, [], False),
        (QuestionKind.SINGLE, ["x"], False),
        (QuestionKind.SINGLE, ["a", "a"], False),
        (QuestionKind.SCENARIO, ["b"], True),
        (QuestionKind.TRUE_FALSE, ["a", "b"], False),
        (QuestionKind.MULTIPLE, ["a", "c"], True),
        (QuestionKind.MULTIPLE, ["a", "x"], False),
        (QuestionKind.ORDER, ["c", "b", "a"], True),
        (QuestionKind.ORDER, ["c", "b"], False),
        (QuestionKind.ORDER, ["c", "b", "b"], False),
    ],
)
def test_what_can_be_an_answer(kind, choice, possible):
    assert is_possible(kind, OPTIONS, choice) is possible


@pytest.mark.parametrize(
    ("kind", "right", "choice", "expected"),
    [
        (QuestionKind.SINGLE, ["a"], ["a"], True),
        (QuestionKind.SINGLE, ["a"], ["b"], False),
        (QuestionKind.MULTIPLE, ["a", "b"], ["b", "a"], True),
        (QuestionKind.MULTIPLE, ["a", "b"], ["a"], False),
        (QuestionKind.MULTIPLE, ["a", "b"], ["a", "b", "c"], False),
        (QuestionKind.ORDER, ["a", "b", "c"], ["a", "b", "c"], True),
        (QuestionKind.ORDER, ["a", "b", "c"], ["b", "a", "c"], False),
        (QuestionKind.MULTIPLE, [], [], False),
    ],
)
def test_what_is_right(kind, right, choice, expected):
    assert is_right(kind, right, choice) is expected


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 100))
def test_the_pass_mark_is_a_share_of_what_was_asked(answers, percent):
    result = result_of([Marked(one, is_critical=False) for one in answers], pass_percent=percent)
    assert result.passed == (sum(answers) / len(answers) >= percent / 100 - 1e-9)
    assert (result.asked, result.right) == (len(answers), sum(answers))


def test_one_critical_question_wrong_is_not_passed():
    marked = [*[Marked(True, is_critical=False)] * 9, Marked(False, is_critical=True)]
    result = result_of(marked, pass_percent=80)
    assert result.critical_missed
    assert not result.passed


def test_nothing_asked_is_nothing_passed():
    assert not result_of([], pass_percent=1).passed


def version(pk: int, kind: str = QuestionKind.SINGLE, *, critical: bool = False) -> QuestionVersion:
    canonical = '{"options": ["a", "b", "c", "d"], "right": ["a", "b", "c", "d"], "texts": {}}'
    return QuestionVersion(pk=pk, kind=kind, critical=critical, canonical=canonical)


@given(st.integers(0, 10_000), st.integers(1, 20))
def test_every_critical_question_is_drawn_and_none_twice(seed, count):
    bank = [version(pk, critical=pk % 5 == 0) for pk in range(1, 21)]
    drawn = [one["question"] for one in draw(bank, count=count, shuffle=True, dice=random.Random(seed))]
    assert len(drawn) == len(set(drawn)) == max(count, 4)
    assert {5, 10, 15, 20} <= set(drawn)


@given(st.integers(0, 10_000))
def test_an_order_is_never_given_away(seed):
    shown = draw([version(1, QuestionKind.ORDER)], count=1, shuffle=False, dice=random.Random(seed))
    assert sorted(shown[0]["options"]) == ["a", "b", "c", "d"]
    assert shown[0]["options"] != ["a", "b", "c", "d"]


def test_true_comes_before_false_always():
    for seed in range(20):
        shown = draw([version(1, QuestionKind.TRUE_FALSE)], count=1, shuffle=True, dice=random.Random(seed))
        assert shown[0]["options"] == ["a", "b", "c", "d"]
