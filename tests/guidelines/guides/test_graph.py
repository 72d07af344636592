"""A guide with a dead end, a loop or an unreachable node cannot be released: here is how that is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.guides.graph import MAX_QUESTIONS, Flaw, flaws, longest, loop, reachable, reading_order
from guidelines.guides.structure import Guide, Question
from guidelines.guides.walking import NoSuchWay, walk
from tests.factories.guides import graph, small_guide

ENDS = ["x", "y"]


def kinds(guide: Guide) -> set[str]:
    return {found.flaw.value for found in flaws(guide)}


def test_a_sound_guide_has_no_flaw():
    assert flaws(small_guide()) == []


@pytest.mark.parametrize(
    ("edges", "ends", "flaw"),
    [
        ({}, ["x"], Flaw.NO_QUESTIONS),
        ({"a": ["x"]}, ["x"], Flaw.TOO_FEW_ANSWERS),
        ({"a": ["x"] * 7}, ["x"], Flaw.TOO_MANY_ANSWERS),
        ({"a": ["x", "b"], "b": []}, ["x"], Flaw.TOO_FEW_ANSWERS),
        ({"a": ["x", ""]}, ["x"], Flaw.LEADS_NOWHERE),
        ({"a": ["x", "gone"]}, ["x"], Flaw.NO_TARGET),
        ({"a": ["x", "a"]}, ["x"], Flaw.LOOP),
        ({"a": ["x", "b"], "b": ["x", "a"]}, ["x"], Flaw.LOOP),
        ({"a": ["x", "x"]}, ["x", "y"], Flaw.UNREACHABLE),
        ({"a": ["x", "y"], "b": ["x", "y"]}, ENDS, Flaw.UNREACHABLE),
        ({"a": ["x", "a2"], "": ["x", "x"]}, ["x"], Flaw.NO_KEY),
        ({"a": ["x", "x"]}, ["x", "x"], Flaw.KEY_TWICE),
        ({"a": ["x", "x"], "x": ["y", "y"]}, [*ENDS, "x"], Flaw.KEY_TWICE),
    ],
)
def test_every_flaw_is_found(edges, ends, flaw):
    assert flaw in kinds(graph(edges, ends))


def chain(length: int) -> Guide:
    edges = {f"q{n}": [f"q{n + 1}", "x"] for n in range(length - 1)}
    return graph({**edges, f"q{length - 1}": ["x", "x"]}, ["x"])


def test_a_way_that_is_too_long_is_found():
    assert kinds(chain(MAX_QUESTIONS)) == set()
    assert kinds(chain(MAX_QUESTIONS + 1)) == {"too-long"}


def test_a_very_deep_guide_does_not_break_the_check():
    assert kinds(chain(20_000)) == {"too-long"}
    circle = {f"q{n}": [f"q{(n + 1) % 5_000}", "x"] for n in range(5_000)}
    assert kinds(graph(circle, ["x"])) == {"loop"}


def test_the_check_names_the_way_round():
    found = next(
        one for one in flaws(graph({"a": ["b", "x"], "b": ["a", "x"]}, ["x"])) if one.flaw == Flaw.LOOP
    )
    assert found.target == "a → b → a"


def test_print_has_every_question_before_those_that_follow():
    guide = graph({"a": ["c", "b"], "c": ["x", "y"], "b": ["c", "x"], "lost": ["x", "y"]}, ENDS)
    assert reading_order(guide) == ["a", "b", "c"]


KEYS = [f"q{n}" for n in range(6)]


@st.composite
def any_graph(draw: st.DrawFn) -> Guide:
    """Questions that lead anywhere: in circles, nowhere, past each other."""
    count = draw(st.integers(1, 6))
    targets = st.sampled_from([*KEYS[:count], *ENDS, "gone", ""])
    edges = {key: draw(st.lists(targets, min_size=0, max_size=4)) for key in KEYS[:count]}
    return graph(edges, ENDS)


@st.composite
def forward_graph(draw: st.DrawFn) -> Guide:
    """Questions that only lead onwards."""
    count = draw(st.integers(1, 6))
    edges = {
        key: draw(st.lists(st.sampled_from([*KEYS[n + 1 : count], *ENDS]), min_size=2, max_size=4))
        for n, key in enumerate(KEYS[:count])
    }
    return graph(edges, ENDS)


def every_way(guide: Guide) -> list[tuple[int, bool]]:
    """All ways of at most ten answers: how many questions they had, and whether they ended at an outcome."""
    found, waiting = [], [""]
    while waiting:
        way = waiting.pop()
        try:
            here = walk(guide, way)
        except NoSuchWay:
            found.append((len(way), False))
            continue
        if here.outcome or len(way) >= 7:
            found.append((len(way), here.outcome is not None))
        elif not here.choices:
            found.append((len(way), False))
        waiting += [choice.way for choice in here.choices] if len(way) < 7 else []
    return found


@given(any_graph())
def test_what_has_no_flaw_leads_every_way_to_an_outcome(guide):
    if not flaws(guide):
        assert all(ended for _length, ended in every_way(guide))


@given(any_graph())
def test_a_loop_is_found_exactly_where_somebody_could_go_round(guide):
    circle = loop(guide)
    edges = {one.key: {answer.goes_to for answer in one.answers} for one in guide.questions}
    for here, there in zip(circle, [*circle[1:], *circle[:1]], strict=True):
        assert there in edges[here]
    if not circle:
        assert all(_comes_back(edges, key) is False for key in edges)


def _comes_back(edges: dict[str, set[str]], key: str) -> bool:
    seen, waiting = set(), list(edges[key])
    while waiting:
        one = waiting.pop()
        if one == key:
            return True
        if one in edges and one not in seen:
            seen.add(one)
            waiting += edges[one]
    return False


@given(forward_graph())
def test_what_leads_onwards_has_no_loop_and_the_longest_way_is_the_longest(guide):
    assert loop(guide) == []
    assert longest(guide)[guide.start] == max(length for length, _ended in every_way(guide))


@given(any_graph())
def test_unreachable_is_what_no_way_comes_to(guide):
    seen = {walk(guide, "").at.key}
    waiting = [""]
    while waiting:
        here = walk_or_none(guide, waiting.pop())
        if here is None or len(here.way) > 6:
            continue
        seen.add(here.at.key)
        waiting += [choice.way for choice in here.choices]
    assert reachable(guide) == seen


def walk_or_none(guide: Guide, way: str):
    try:
        return walk(guide, way)
    except NoSuchWay:
        return None


def test_where_one_stands_is_told_from_the_answers():
    guide = small_guide()
    begin = walk(guide, "")
    assert isinstance(begin.at, Question)
    assert (begin.number, begin.at_most, begin.back) == (1, 2, None)
    second = walk(guide, "a")
    assert (second.number, second.at_most, second.back) == (2, 2, "")
    end = walk(guide, "ac")
    assert end.outcome is not None
    assert end.outcome.key == "maybe"
    assert [(step.number, step.before) for step in end.steps] == [(1, ""), (2, "a")]
    assert end.back == "a"


@pytest.mark.parametrize("way", ["z", "aa" * 9, "A", "b" * 2, "ä", "a" * 10_000, "1", " ", "../", "a\x00"])
def test_answers_that_are_none_lead_nowhere(way):
    with pytest.raises(NoSuchWay):
        walk(small_guide(), way)


@given(st.text(max_size=40))
def test_no_text_breaks_the_walk(way):
    try:
        here = walk(small_guide(), way)
    except NoSuchWay:
        return
    assert here.way == way
