"""What somebody learns from their own attempt: confident and wrong comes first."""

from dataclasses import dataclass

from guidelines.library.assets import plain_slug
from training.courses.asking import text_in
from training.courses.choices import Confidence, QuestionKind
from training.courses.models import Attempt, AttemptAnswer, QuestionVersion


@dataclass(frozen=True)
class OptionFeedback:
    text: str
    feedback: str
    is_chosen: bool
    is_right: bool


@dataclass(frozen=True)
class Feedback:
    """One question after marking, for the learner alone (T6)."""

    number: int
    language: str
    situation: str
    text: str
    options: list[OptionFeedback]
    explanation: str
    guideline: str
    anchor: str
    is_right: bool
    is_sure: bool
    is_critical: bool
    is_order: bool
    is_answered: bool

    @property
    def weight(self) -> int:
        """What to dwell on: sure and wrong, wrong, right but guessed, right."""
        return (0 if self.is_sure or self.is_critical else 1) if not self.is_right else 2


def feedback_on(attempt: Attempt, language: str) -> list[Feedback]:
    """Every question of a marked attempt, what deserves attention first. Empty once answers are forgotten."""
    answers = {answer.question_id: answer for answer in attempt.answers.all()}
    if not answers:
        return []
    versions = QuestionVersion.objects.in_bulk([one["question"] for one in attempt.drawn])
    found = [
        _feedback(number, versions[drawn["question"]], answers.get(drawn["question"]), language)
        for number, drawn in enumerate(attempt.drawn, start=1)
    ]
    return sorted(found, key=lambda one: (one.weight, one.number))


def _feedback(number: int, version: QuestionVersion, answer: AttemptAnswer | None, wanted: str) -> Feedback:
    language, text = text_in(version, wanted)
    is_order = version.kind == QuestionKind.ORDER
    choice = list(answer.choice) if answer else []
    shown = version.right if is_order else version.options
    return Feedback(
        number=number,
        language=language,
        situation=text["situation"],
        text=text["text"],
        options=[
            OptionFeedback(
                text["options"][key]["text"],
                text["options"][key]["feedback"],
                key in choice,
                key in version.right,
            )
            for key in shown
        ],
        explanation=text["explanation"],
        guideline=version.guideline,
        anchor=plain_slug(text["heading"])[:60].strip("-") if text["heading"] else "",
        is_right=bool(answer and answer.is_right),
        is_sure=bool(answer and answer.confidence == Confidence.SURE),
        is_critical=version.critical,
        is_order=is_order,
        is_answered=answer is not None,
    )
