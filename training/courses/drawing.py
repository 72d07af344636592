"""Which questions an attempt asks, and in which order answers are shown. Pure but for the dice."""

import random
from collections.abc import Sequence
from typing import Any

from training.courses.choices import QuestionKind
from training.courses.models import QuestionVersion

SYSTEM_DICE = random.SystemRandom()


def draw(
    bank: Sequence[QuestionVersion], *, count: int, shuffle: bool, dice: random.Random = SYSTEM_DICE
) -> list[dict[str, Any]]:
    """`count` of the bank, every critical question among them, mixed.

    The options of an ordering question are always mixed, those of true or false never.
    """
    critical = [question for question in bank if question.critical]
    others = [question for question in bank if not question.critical]
    chosen = critical + dice.sample(others, max(0, min(len(others), count - len(critical))))
    dice.shuffle(chosen)
    return [{"question": one.pk, "options": _options(one, shuffle, dice)} for one in chosen]


def _options(question: QuestionVersion, shuffle: bool, dice: random.Random) -> list[str]:
    options = list(question.options)
    if question.kind == QuestionKind.ORDER:
        return _disordered(options, question.right, dice)
    if shuffle and question.kind != QuestionKind.TRUE_FALSE:
        dice.shuffle(options)
    return options


def _disordered(options: list[str], right: list[str], dice: random.Random) -> list[str]:
    """Never the right order: it would be given away by doing nothing."""
    while len(options) > 1:
        dice.shuffle(options)
        if options != right:
            break
    return options
