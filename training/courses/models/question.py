import json
import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from portal.audit.append_only import AppendOnlyModel
from training.courses.choices import QuestionKind
from training.courses.models.course import Course, CourseVersion


class Question(models.Model):
    """One question of a course's bank. What it says stands in its versions."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="questions")
    key = models.SlugField(max_length=64)
    current = models.ForeignKey(
        "QuestionVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("training", "question")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "key"], name="question_key_once_per_course")
        ]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(AppendOnlyModel):
    """A question as it was asked, all languages bound together.

    `canonical` is JSON: `options` (keys in the author's order), `right` (keys; of an ordering question, in
    the right order) and `texts` by language: text, situation, heading, explanation, and per option its text
    and feedback.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=QuestionKind)
    critical = models.BooleanField()
    lesson = models.SlugField(max_length=64)
    guideline = models.SlugField(max_length=64, blank=True)
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"

    @cached_property
    def content(self) -> dict[str, Any]:
        return json.loads(self.canonical)

    @property
    def options(self) -> list[str]:
        return self.content["options"]

    @property
    def right(self) -> list[str]:
        return self.content["right"]


class VersionQuestion(AppendOnlyModel):
    """Which questions a course version draws from."""

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="bank")
    question = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "question"], name="question_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.question_id}"
