"""How questions perform, for authors: counts over at least so many people, never anybody's answer (T6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q

from training.courses.choices import Confidence
from training.courses.models import AttemptAnswer, QuestionVersion


@dataclass(frozen=True)
class Performance:
    """`people` who answered it, and shares in percent; None below the least number of people."""

    version: QuestionVersion
    people: int
    right: int | None
    sure_and_wrong: int | None

    @property
    def is_shown(self) -> bool:
        return self.right is not None

    @property
    def is_hard(self) -> bool:
        return self.right is not None and self.right < 50

    @property
    def is_easy(self) -> bool:
        return self.right is not None and self.right > 97


def performance_of(versions: Iterable[QuestionVersion]) -> list[Performance]:
    """One query for all of them. A question that fewer people answered says only that it is too early."""
    all_versions = list(versions)
    marked = AttemptAnswer.objects.filter(question__in=all_versions, is_right__isnull=False)
    counted = marked.values("question").annotate(
        people=Count("attempt__employee", distinct=True),
        answers=Count("pk"),
        right=Count("pk", filter=Q(is_right=True)),
        sure_and_wrong=Count("pk", filter=Q(is_right=False, confidence=Confidence.SURE)),
    )
    by_question = {row["question"]: row for row in counted}
    return [_performance(version, by_question.get(version.pk)) for version in all_versions]


def _performance(version: QuestionVersion, row: dict | None) -> Performance:
    least = settings.AGGREGATE_MIN_PEOPLE
    if row is None or row["people"] < least:
        return Performance(version, 0, None, None)
    share = 100 / row["answers"]
    return Performance(
        version,
        row["people"],
        right=round(row["right"] * share),
        sure_and_wrong=round(row["sure_and_wrong"] * share),
    )
