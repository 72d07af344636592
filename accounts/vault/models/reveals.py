import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access.models import AccessGrant
from accounts.people.models import Employee
from accounts.vault.choices import GlassState, RevealState
from accounts.vault.models.credentials import CredentialVersion
from accounts.vault.querysets import GlassQuerySet, RevealQuerySet
from accounts.vault.registry import url_of_cause


class BreakGlass(models.Model):
    """Emergency access without a grant: always loud, always reviewed, always followed by a change."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    credential = models.ForeignKey("vault.Credential", models.PROTECT, related_name="emergencies")
    person = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=2000)
    # What it was used for, if a higher room offered it (`registry.emergency_cause`), and what that is called.
    cause_kind = models.SlugField(max_length=32, blank=True, editable=False)
    cause_ref = models.UUIDField(null=True, editable=False)
    cause_label = models.CharField(max_length=120, blank=True, editable=False)
    used_at = models.DateTimeField()
    review_by = models.DateField()
    state = models.CharField(max_length=16, choices=GlassState, default=GlassState.UNDER_REVIEW)
    verdict_note = models.TextField(max_length=2000, blank=True)
    reviewed_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    objects = GlassQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency access")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    state=GlassState.UNDER_REVIEW, reviewed_by__isnull=True, reviewed_at__isnull=True
                )
                | (
                    ~models.Q(state=GlassState.UNDER_REVIEW)
                    & models.Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
                ),
                name="verdicts_on_emergencies_are_somebodys",
            ),
            models.CheckConstraint(
                condition=models.Q(cause_kind="", cause_ref__isnull=True)
                | (~models.Q(cause_kind="") & models.Q(cause_ref__isnull=False)),
                name="causes_of_emergencies_are_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(reviewed_by=models.F("person")), name="nobody_reviews_their_emergency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.credential}"

    @property
    def cause_url(self) -> str:
        return url_of_cause(self.cause_kind, self.cause_ref)


class Reveal(models.Model):
    """Somebody's wish to see a secret, and whether they did. What was shown stays known until changed."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(CredentialVersion, models.PROTECT, related_name="reveals")
    person = models.ForeignKey(Employee, models.PROTECT, related_name="reveals")
    # By what: access to the account, or emergency access, or (neither) the change of the secret itself.
    grant = models.ForeignKey(AccessGrant, models.PROTECT, null=True, related_name="+")
    glass = models.ForeignKey(BreakGlass, models.PROTECT, null=True, related_name="reveals")
    reason = models.CharField(_("what for"), max_length=500)
    state = models.CharField(max_length=12, choices=RevealState)
    requested_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    # Of the ticket only hashes: of its own random value, and of the session it was given to.
    ticket_hash = models.CharField(max_length=64, blank=True)
    session_hash = models.CharField(max_length=64, blank=True)
    ticket_until = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)

    objects = RevealQuerySet.as_manager()

    class Meta:
        verbose_name = _("reveal")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=RevealState.SHOWN) ^ models.Q(shown_at__isnull=True),
                name="shown_some_time",
            ),
            models.CheckConstraint(
                condition=models.Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | models.Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(agreed_by=models.F("person")), name="nobody_agrees_with_themself"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "requested_at"], name="reveals_of_a_person"),
            models.Index(fields=["state", "ticket_until"], name="reveals_by_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.version_id} {self.state}"

    @property
    def standing(self) -> str:
        """The state in words: where nobody had to agree, nobody did."""
        needs_nobody = self.state == RevealState.AGREED and self.agreed_by_id is None
        return str(RevealState.TICKET.label) if needs_nobody else self.get_state_display()
