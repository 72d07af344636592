"""Right or wrong, passed or not. Pure, and only ever called on the server: nobody else knows the answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from training.courses.choices import ONE_ANSWER, QuestionKind


@dataclass(frozen=True)
class Marked:
    """One question after marking."""

    is_right: bool
    is_critical: bool


@dataclass(frozen=True)
class Result:
    """What an attempt comes to."""

    asked: int
    right: int
    critical_missed: bool
    passed: bool


def is_possible(kind: str, options: Sequence[str], choice: Sequence[str]) -> bool:
    """Whether `choice` can be an answer at all: known options, each once, as many as the kind allows."""
    if not choice or len(set(choice)) != len(choice) or not set(choice) <= set(options):
        return False
    if kind in ONE_ANSWER:
        return len(choice) == 1
    return kind != QuestionKind.ORDER or len(choice) == len(options)


def is_right(kind: str, right: Sequence[str], choice: Sequence[str]) -> bool:
    """Exactly what is right: all of it, nothing else, and in order where order is asked for."""
    if kind == QuestionKind.ORDER:
        return list(choice) == list(right)
    return bool(choice) and set(choice) == set(right)


def result_of(marked: Iterable[Marked], *, pass_percent: int) -> Result:
    """Passed from `pass_percent` of the questions on, unless a critical one is wrong."""
    all_marked = list(marked)
    right = sum(one.is_right for one in all_marked)
    critical_missed = any(one.is_critical and not one.is_right for one in all_marked)
    enough = bool(all_marked) and right * 100 >= pass_percent * len(all_marked)
    return Result(len(all_marked), right, critical_missed, enough and not critical_missed)
