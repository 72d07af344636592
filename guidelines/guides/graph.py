"""Whether a guide leads somebody from the first question to an outcome, whatever they answer. Pure.

Nothing here calls itself: a guide somebody pastes together may be as deep as it likes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guidelines.guides.structure import Guide, Question

MAX_QUESTIONS = 12
MIN_ANSWERS, MAX_ANSWERS = 2, 6

Edges = Mapping[str, tuple[str, ...]]


class Flaw(StrEnum):
    """What forbids a release."""

    NO_QUESTIONS = "no-questions"
    NO_KEY = "no-key"
    KEY_TWICE = "key-twice"
    TOO_FEW_ANSWERS = "too-few-answers"
    TOO_MANY_ANSWERS = "too-many-answers"
    LEADS_NOWHERE = "leads-nowhere"
    NO_TARGET = "no-target"
    LOOP = "loop"
    UNREACHABLE = "unreachable"
    TOO_LONG = "too-long"


@dataclass(frozen=True)
class Found:
    """A flaw and where it is: `at` is the key of a question or outcome, `target` what an answer names."""

    flaw: Flaw
    at: str = ""
    target: str = ""


def flaws(guide: Guide) -> list[Found]:
    """Everything that is wrong with the ways through `guide`, in reading order; empty if nothing is."""
    if not guide.questions:
        return [Found(Flaw.NO_QUESTIONS)]
    found = [*_keys(guide), *_answers(guide), *_unreachable(guide)]
    circle = loop(guide)
    if circle:
        return [*found, Found(Flaw.LOOP, circle[0], " → ".join([*circle, circle[0]]))]
    if longest(guide).get(guide.start, 0) > MAX_QUESTIONS:
        found.append(Found(Flaw.TOO_LONG, guide.start))
    return found


def reachable(guide: Guide) -> set[str]:
    """The keys of all questions and outcomes that somebody can come to."""
    edges, known = _edges(guide), _known(guide)
    seen: set[str] = set()
    waiting = [guide.start] if guide.start in known else []
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += [target for target in edges.get(key, ()) if target in known]
    return seen


def loop(guide: Guide) -> list[str]:
    """The questions of one circle in which somebody could go round, in order; empty if there is none."""
    edges = _edges(guide)
    done: set[str] = set()
    for start in edges:
        path, on_path = [start], {start}
        ahead = [iter(edges[start])]
        while path:
            target = next((one for one in ahead[-1] if one in edges and one not in done), None)
            if target is None:
                done.add(path[-1])
                on_path.remove(path.pop())
                ahead.pop()
            elif target in on_path:
                return path[path.index(target) :]
            else:
                path.append(target)
                on_path.add(target)
                ahead.append(iter(edges[target]))
    return []


def longest(guide: Guide) -> dict[str, int]:
    """For every question, how many there are on the longest way from it to an outcome, itself counted.

    Empty when there is a loop: then no way is the longest.
    """
    if loop(guide):
        return {}
    edges = _edges(guide)
    lengths: dict[str, int] = {}
    waiting = list(edges)
    while waiting:
        following = [target for target in edges[waiting[-1]] if target in edges]
        unknown = [target for target in following if target not in lengths]
        if unknown:
            waiting += unknown
        else:
            lengths[waiting.pop()] = 1 + max((lengths[target] for target in following), default=0)
    return lengths


def reading_order(guide: Guide) -> list[str]:
    """The questions that can be reached, each before those that follow it; for print. Outcomes are left out.

    A question that several ways lead to stands after the last of them. With a loop, the order is that of the
    editor.
    """
    seen = reachable(guide)
    lengths = longest(guide)
    keys = [question.key for question in guide.questions if question.key in seen]
    return sorted(keys, key=lambda key: -lengths.get(key, 0))


def _edges(guide: Guide) -> Edges:
    return {one.key: tuple(answer.goes_to for answer in one.answers) for one in guide.questions}


def _known(guide: Guide) -> set[str]:
    return {one.key for one in (*guide.questions, *guide.outcomes)}


def _keys(guide: Guide) -> Iterator[Found]:
    seen: set[str] = set()
    for one in (*guide.questions, *guide.outcomes):
        if not one.key:
            yield Found(Flaw.NO_KEY)
        elif one.key in seen:
            yield Found(Flaw.KEY_TWICE, one.key)
        seen.add(one.key)


def _answers(guide: Guide) -> Iterator[Found]:
    known = _known(guide)
    for question in guide.questions:
        yield from _number_of_answers(question)
        for answer in question.answers:
            if not answer.goes_to:
                yield Found(Flaw.LEADS_NOWHERE, question.key, answer.text)
            elif answer.goes_to not in known:
                yield Found(Flaw.NO_TARGET, question.key, answer.goes_to)


def _number_of_answers(question: Question) -> Iterator[Found]:
    if len(question.answers) < MIN_ANSWERS:
        yield Found(Flaw.TOO_FEW_ANSWERS, question.key)
    elif len(question.answers) > MAX_ANSWERS:
        yield Found(Flaw.TOO_MANY_ANSWERS, question.key)


def _unreachable(guide: Guide) -> Iterator[Found]:
    seen = reachable(guide)
    for one in (*guide.questions, *guide.outcomes):
        if one.key and one.key not in seen:
            yield Found(Flaw.UNREACHABLE, one.key)
