import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from portal.audit.append_only import AppendOnlyModel
from training.courses.choices import MARKED, AttemptState, Confidence
from training.courses.models.course import Course, CourseVersion
from training.courses.models.question import QuestionVersion


class LessonVisit(models.Model):
    """Where somebody is in a course, for themself alone. Never proof of anything (T4)."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="lesson_visits", db_index=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="+")
    lesson = models.SlugField(max_length=64)
    opened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # Which released guideline was shown inside the lesson: slug → [version, SHA-256 of the text].
    guidelines = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "course", "lesson"], name="one_visit_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.course_id} {self.lesson}"


class Attempt(models.Model):
    """One go at the quiz. What was drawn is fixed when it starts; marking happens here and nowhere else.

    `drawn` lists what is asked, in order: {"question": id of the version, "options": keys as shown}.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="attempts", db_index=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="attempts", db_index=False)
    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=AttemptState, default=AttemptState.OPEN)
    drawn = models.JSONField(default=list)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    asked = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField(null=True)
    critical_missed = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employee", "course"],
                condition=models.Q(state=AttemptState.OPEN),
                name="one_open_attempt_per_course",
            ),
            models.CheckConstraint(
                condition=models.Q(state=AttemptState.OPEN, ended_at__isnull=True)
                | (~models.Q(state=AttemptState.OPEN) & models.Q(ended_at__isnull=False)),
                name="attempt_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=MARKED, right__isnull=False, critical_missed__isnull=False)
                | (~models.Q(state__in=MARKED) & models.Q(right__isnull=True)),
                name="marked_attempts_have_a_result",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["course", "employee", "state"], name="attempts_of_course")]

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.OPEN

    @property
    def percent(self) -> int:
        return 100 * (self.right or 0) // self.asked


class AttemptAnswer(models.Model):
    """What somebody answered; seen by nobody else (T6), and forgotten after a while."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    question = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="answers")
    choice = models.JSONField(default=list)
    confidence = models.CharField(max_length=8, choices=Confidence, blank=True)
    answered_at = models.DateTimeField()
    is_right = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "question"], name="one_answer_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.question_id}"


class ExtraAttempt(AppendOnlyModel):
    """One more go for somebody who has used theirs up, with a reason."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="extra_attempts")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    given_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.employee_id} {self.course_id}"
