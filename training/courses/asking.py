"""A question as it stands before somebody: in their language, in their order, without what is right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training.courses.choices import QuestionKind
from training.courses.models import Attempt, AttemptAnswer, QuestionVersion


@dataclass(frozen=True)
class Shown:
    """One option as shown; `place` is where an ordering answer put it, from one."""

    key: str
    text: str
    is_chosen: bool
    place: int


@dataclass(frozen=True)
class Asked:
    """One question of an attempt. Nothing in here says what is right."""

    number: int
    question: int
    kind: str
    language: str
    situation: str
    text: str
    options: list[Shown]
    confidence: str
    is_answered: bool

    @property
    def is_order(self) -> bool:
        return self.kind == QuestionKind.ORDER

    @property
    def is_multiple(self) -> bool:
        return self.kind == QuestionKind.MULTIPLE


def asked_in(attempt: Attempt, language: str) -> list[Asked]:
    """Every question of the attempt, in its order; two queries."""
    answers = {answer.question_id: answer for answer in attempt.answers.all()}
    versions = QuestionVersion.objects.in_bulk([one["question"] for one in attempt.drawn])
    return [
        _asked(number, drawn, versions[drawn["question"]], answers.get(drawn["question"]), language)
        for number, drawn in enumerate(attempt.drawn, start=1)
    ]


def text_in(version: QuestionVersion, wanted: str) -> tuple[str, dict[str, Any]]:
    """What a question says in the `wanted` language, else in any it has."""
    texts = version.content["texts"]
    language = wanted if wanted in texts else next(iter(sorted(texts)))
    return language, texts[language]


def _asked(
    number: int, drawn: dict[str, Any], version: QuestionVersion, answer: AttemptAnswer | None, wanted: str
) -> Asked:
    language, text = text_in(version, wanted)
    choice = list(answer.choice) if answer else []
    order = _order(version, drawn["options"], choice)
    return Asked(
        number=number,
        question=version.pk,
        kind=version.kind,
        language=language,
        situation=text["situation"],
        text=text["text"],
        options=[
            Shown(key, text["options"][key]["text"], key in choice, place)
            for place, key in enumerate(order, start=1)
        ],
        confidence=answer.confidence if answer else "",
        is_answered=answer is not None,
    )


def _order(version: QuestionVersion, drawn: Sequence[str], choice: list[str]) -> Sequence[str]:
    """An ordering question is shown as it was put last."""
    return choice if version.kind == QuestionKind.ORDER and choice else drawn
