"""Where somebody stands in a guide, told from their answers alone. Pure: nothing is remembered.

Answers are letters, one for each question: `a` is the first answer. Editions never change, so the same
letters lead to the same place for as long as the edition is kept.
"""

from dataclasses import dataclass
from string import ascii_lowercase

from guidelines.guides.graph import MAX_QUESTIONS, longest
from guidelines.guides.structure import Answer, Guide, Outcome, Question

LETTERS = ascii_lowercase


class NoSuchWay(LookupError):
    """These answers lead nowhere in this guide."""


@dataclass(frozen=True)
class Step:
    """An answered question. `before` are the letters of the answers before it: there it can be reopened."""

    number: int
    question: Question
    answer: Answer
    before: str


@dataclass(frozen=True)
class Choice:
    """An answer that can be given, and the letters of the way with it."""

    answer: Answer
    way: str


@dataclass(frozen=True)
class Walk:
    """The steps so far and what they lead to. `at_most` counts the questions of the longest way from here
    on, those answered included."""

    way: str
    steps: tuple[Step, ...]
    at: Question | Outcome
    at_most: int

    @property
    def question(self) -> Question | None:
        return self.at if isinstance(self.at, Question) else None

    @property
    def outcome(self) -> Outcome | None:
        return self.at if isinstance(self.at, Outcome) else None

    @property
    def number(self) -> int:
        """Which question this is, counted from one."""
        return len(self.steps) + 1

    @property
    def choices(self) -> list[Choice]:
        answers = self.question.answers if self.question else ()
        return [Choice(one, self.way + letter) for one, letter in zip(answers, LETTERS, strict=False)]

    @property
    def back(self) -> str | None:
        """The way without its last answer; `None` at the first question."""
        return self.steps[-1].before if self.steps else None


def walk(guide: Guide, way: str) -> Walk:
    """Follow the answers. Raises `NoSuchWay` for letters that are no answers, and for too many of them."""
    if len(way) > MAX_QUESTIONS:
        raise NoSuchWay
    at: Question | Outcome = _at(guide, guide.start)
    steps: list[Step] = []
    for number, letter in enumerate(way, start=1):
        if not isinstance(at, Question):
            raise NoSuchWay
        answer = _answer(at, letter)
        steps.append(Step(number, at, answer, way[: number - 1]))
        at = _at(guide, answer.goes_to)
    return Walk(way, tuple(steps), at, len(steps) + longest(guide).get(at.key, 0))


def _answer(question: Question, letter: str) -> Answer:
    index = LETTERS.find(letter)
    if not 0 <= index < len(question.answers):
        raise NoSuchWay
    return question.answers[index]


def _at(guide: Guide, key: str) -> Question | Outcome:
    found = guide.question(key) or guide.outcome(key)
    if found is None:
        raise NoSuchWay
    return found
