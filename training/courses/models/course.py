import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.library.proposals import Proposal, decided_by_somebody
from guidelines.policies.models import RenditionAsset
from portal.audit.append_only import AppendOnlyModel
from training.courses.choices import ChangeClass, CourseKind, Effect, ProposalState
from training.courses.querysets import CourseQuerySet


class Course(models.Model):
    """What people learn and are held to: one per course page with all its translations."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=CourseKind, default=CourseKind.OWN, editable=False)
    # None for a package: it has no page in the CMS.
    translation_key = models.UUIDField(unique=True, null=True, editable=False)
    current = models.ForeignKey("CourseVersion", models.PROTECT, null=True, editable=False, related_name="+")
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("training", "course")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True, retired_by__isnull=True)
                | models.Q(retired_at__isnull=False, retired_by__isnull=False),
                name="course_retired_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.slug


class Terms(models.Model):
    """How a version is learned and examined, and what it does to the proof people have."""

    change_class = models.CharField(_("kind of change"), max_length=16, choices=ChangeClass)
    effect = models.CharField(
        pgettext_lazy("course", "effect on existing proof"),
        max_length=8,
        choices=Effect,
        default=Effect.KEEP,
    )
    grace_until = models.DateField(pgettext_lazy("course", "valid until"), null=True, blank=True)
    change_summary = models.JSONField(_("what changes"), default=dict, blank=True)
    authoritative_language = models.CharField(
        _("authoritative language"), max_length=8, choices=settings.LANGUAGES
    )
    draw = models.PositiveSmallIntegerField(
        pgettext_lazy("quiz", "questions in an attempt"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    pass_percent = models.PositiveSmallIntegerField(
        pgettext_lazy("quiz", "pass mark in percent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    attempts = models.PositiveSmallIntegerField(
        pgettext_lazy("quiz", "attempts"), default=0, help_text=_("0 means as many as somebody needs.")
    )
    cooldown_hours = models.PositiveSmallIntegerField(
        pgettext_lazy("quiz", "hours between attempts"), default=0, validators=[MaxValueValidator(720)]
    )
    shuffle = models.BooleanField(pgettext_lazy("quiz", "shuffle the answers"), default=True)
    ask_confidence = models.BooleanField(pgettext_lazy("quiz", "ask how sure people are"), default=True)

    class Meta:
        abstract = True


TERMS = tuple(field.name for field in Terms._meta.local_fields)


class CourseVersion(Terms, AppendOnlyModel):
    """One released version. Made by `release_course` and by nothing else."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="versions")
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField()
    released_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    # SHA-256 over terms, texts and questions: what binds them together.
    binding = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "major", "minor"], name="course_version_once"),
            models.CheckConstraint(
                condition=models.Q(effect=Effect.GRACE, grace_until__isnull=False)
                | (~models.Q(effect=Effect.GRACE) & models.Q(grace_until__isnull=True)),
                name="grace_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.number}"

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"


class Text(models.Model):
    """The lessons of a course in one language; `lessons` is canonical JSON, as `freezing` makes it."""

    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    lessons = models.TextField()
    contact = models.JSONField(default=dict)

    class Meta:
        abstract = True


class CourseText(Text, AppendOnlyModel):
    """The frozen lessons of a version in one language: what people learn from."""

    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="texts")
    sha256 = models.CharField(max_length=64)
    assets = models.ManyToManyField(RenditionAsset, related_name="course_texts")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "language"], name="one_course_text_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class CourseProposal(Proposal, Terms):
    """What an editor submits and an approver decides on; texts and questions are pinned at submit."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=16, choices=ProposalState, default=ProposalState.SUBMITTED)
    questions = models.ManyToManyField("QuestionVersion", related_name="+")
    version = models.OneToOneField(CourseVersion, models.PROTECT, null=True, related_name="proposal")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["course"],
                condition=models.Q(state=ProposalState.SUBMITTED),
                name="one_pending_proposal_per_course",
            ),
            decided_by_somebody("course_proposal_decided_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.get_state_display()}"


class ProposedText(Text):
    """The lessons of one language as pinned at submit."""

    proposal = models.ForeignKey(CourseProposal, models.CASCADE, related_name="texts")
    translation_state = models.CharField(max_length=16)
    assets = models.ManyToManyField(RenditionAsset, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "language"], name="one_pinned_lesson_text")
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.language}"
