"""What people work from without signing it: a work, and its editions, each released by a second person."""

import json
import uuid
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.editions.choices import ProposalState
from guidelines.editions.querysets import WorkQuerySet
from guidelines.library.proposals import Proposal, decided_by_somebody
from portal.audit.append_only import AppendOnlyModel


class Work(models.Model):
    """A playbook, a decision guide, …: one per page of the CMS with all its translations.

    `genre` is the slug of a `registry.Genre`; a slug is unique within its genre.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    genre = models.SlugField(max_length=16, editable=False)
    slug = models.SlugField(max_length=64)
    translation_key = models.UUIDField(unique=True, editable=False)
    current = models.ForeignKey("Edition", models.PROTECT, null=True, editable=False, related_name="+")
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("editions", "work")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["genre", "slug"], name="work_slug_once_per_genre"),
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True, retired_by__isnull=True)
                | models.Q(retired_at__isnull=False, retired_by__isnull=False),
                name="work_retired_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.genre}/{self.slug}"


class Edition(AppendOnlyModel):
    """One released state of a work, all languages bound. Made by `release_edition` and by nothing else."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.ForeignKey(Work, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    change_summary = models.JSONField(_("what changes"), default=dict)
    authoritative_language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    released_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    # SHA-256 over all texts: what binds the languages together.
    binding = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "number"], name="edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.number}"


class Wording(models.Model):
    """A work in one language. `content` is canonical JSON; what it holds is the genre's matter."""

    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    content = models.TextField()

    class Meta:
        abstract = True

    @cached_property
    def data(self) -> dict[str, Any]:
        """`content` as plain data."""
        return json.loads(self.content)


class EditionText(Wording, AppendOnlyModel):
    """What people read and work from in one language."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="texts")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "language"], name="one_edition_text_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.language}"


class EditionProposal(Proposal):
    """What an editor submits and an approver decides on; the texts are pinned at submit."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=16, choices=ProposalState, default=ProposalState.SUBMITTED)
    change_summary = models.JSONField(_("what changes"), default=dict, blank=True)
    authoritative_language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    edition = models.OneToOneField(Edition, models.PROTECT, null=True, related_name="proposal")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["work"],
                condition=models.Q(state=ProposalState.SUBMITTED),
                name="one_pending_proposal_per_work",
            ),
            decided_by_somebody("edition_proposal_decided_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.get_state_display()}"


class ProposedWording(Wording):
    """One language as pinned at submit."""

    proposal = models.ForeignKey(EditionProposal, models.CASCADE, related_name="texts")
    translation_state = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "language"], name="one_pinned_wording")
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.language}"
