from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Audience
from guidelines.library.proposals import Proposal, decided_by_somebody
from guidelines.policies.choices import (
    PENDING_PROPOSALS,
    ChangeClass,
    ProposalState,
    StatementKind,
    Visibility,
    WorksCouncil,
)
from guidelines.policies.models.policy import Policy, PolicyVersion
from guidelines.policies.models.rendition import RenditionAsset


class ReleaseProposal(Proposal):
    """What an editor submits and an approver decides on. Texts are pinned here at submit, so that later
    edits of the page change nothing of what is decided."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=16, choices=ProposalState, default=ProposalState.SUBMITTED)
    change_class = models.CharField(_("kind of change"), max_length=16, choices=ChangeClass)
    change_summary = models.JSONField(_("what changes"), default=dict)
    audience = models.ForeignKey(Audience, models.PROTECT, verbose_name=_("audience"), related_name="+")
    visibility = models.CharField(_("who may read it"), max_length=16, choices=Visibility)
    statement_kind = models.CharField(_("kind of statement"), max_length=16, choices=StatementKind)
    authoritative_language = models.CharField(
        _("authoritative language"), max_length=8, choices=settings.LANGUAGES
    )
    due_days = models.PositiveSmallIntegerField(_("days to confirm"), default=14)
    joiner_due_days = models.PositiveSmallIntegerField(_("days to confirm for joiners"), default=30)
    reconfirm_months = models.PositiveSmallIntegerField(_("ask again after months"), null=True, blank=True)
    effective_on = models.DateField(_("effective on"))
    works_council = models.CharField(
        _("works council"), max_length=16, choices=WorksCouncil, default=WorksCouncil.NOT_REQUIRED
    )
    works_council_on = models.DateField(_("on"), null=True, blank=True)
    works_council_document = models.CharField(_("document"), max_length=300, blank=True)
    release_on = models.DateField(_("release on"), null=True, blank=True)
    left_out = models.JSONField(default=list)
    version = models.OneToOneField(PolicyVersion, models.PROTECT, null=True, related_name="proposal")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["policy"],
                condition=models.Q(state__in=PENDING_PROPOSALS),
                name="one_pending_proposal_per_policy",
            ),
            decided_by_somebody("proposal_decided_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.get_state_display()}"

    def effective_from(self, released_on: date) -> date:
        """The day from which the text applies: nobody is held to what could not be read yet."""
        return max(self.effective_on, released_on)


class ProposedRendition(models.Model):
    """The text of one language as pinned at submit."""

    proposal = models.ForeignKey(ReleaseProposal, models.CASCADE, related_name="renditions")
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    translation_state = models.CharField(max_length=16)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    statement = models.TextField()
    html = models.TextField()
    text = models.TextField()
    contact = models.JSONField(default=dict)
    assets = models.ManyToManyField(RenditionAsset, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "language"], name="one_pinned_text_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.language}"
