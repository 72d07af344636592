import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.editions.models import Edition
from guidelines.moderation.choices import BANS, BURDENS, WITHOUT_RULE, CaseState, Measure
from guidelines.moderation.models.matters import Matter, Outsider
from guidelines.moderation.querysets import CaseQuerySet
from portal.audit.append_only import AppendOnlyModel


class ModerationCase(Matter):
    """A post on a channel of ours that may break a rule, and what we do about it (virtual house right)."""

    letter = "M"
    state = models.CharField(max_length=8, choices=CaseState, default=CaseState.OPEN, editable=False)
    author = models.OneToOneField(Outsider, models.PROTECT, null=True, related_name="case")
    said = models.TextField(pgettext_lazy("moderation", "what was said"), max_length=2000, blank=True)
    posted_on = models.DateField(pgettext_lazy("moderation", "posted on"), null=True, blank=True)
    # In which the author is written to.
    language = models.CharField(_("language of the author"), max_length=8, choices=settings.LANGUAGES)
    is_criticism = models.BooleanField(default=False)
    notice = models.ForeignKey("Notice", models.PROTECT, null=True, blank=True, related_name="cases")

    objects = CaseQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = pgettext_lazy("moderation", "moderation case")
        verbose_name_plural = pgettext_lazy("moderation", "moderation cases")
        indexes: ClassVar = [models.Index(fields=["state", "-opened_at"], name="moderation_cases_by_state")]


class Hearing(models.Model):
    """The author is asked for their side, and has until a moment to answer."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(ModerationCase, models.PROTECT, related_name="hearings")
    asked_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("asked_at")), name="hearing_gives_time")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.until:%Y-%m-%d}"


class ModerationDecision(AppendOnlyModel):
    """What was decided about a case, by which rule. Facts and reasons stand beside it, in `DecisionWords`,
    and only their salted digest here: the decision stays when they are forgotten.

    I4: a temporary ban needs an end, every moderation act a rule and facts.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(ModerationCase, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=20, choices=Measure)
    # The house rule as it read on that day, or another rule by its name.
    rule_edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    rule_key = models.SlugField(max_length=64, blank=True)
    rule_words = models.CharField(max_length=300, blank=True)
    ban_until = models.DateTimeField(null=True)
    hearing = models.ForeignKey(Hearing, models.PROTECT, null=True, related_name="+")
    # OLG Schleswig, 1 U 70/22: without a hearing only exceptionally, and the reason is written down.
    hearing_omitted = models.BooleanField(default=False)
    is_criticism = models.BooleanField(default=False)
    is_automated = models.BooleanField(default=False)
    facts_digest = models.CharField(max_length=64)
    decided_by = models.ForeignKey(Employee, models.PROTECT, related_name="moderation_decisions")
    decided_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="moderation_decision_number_once"),
            models.CheckConstraint(
                condition=Q(measure=Measure.BAN_TEMPORARY, ban_until__isnull=False)
                | (~Q(measure=Measure.BAN_TEMPORARY) & Q(ban_until__isnull=True)),
                name="temporary_ban_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(ban_until__isnull=True) | Q(ban_until__gt=F("decided_at")),
                name="ban_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(measure__in=WITHOUT_RULE) | ~Q(rule_words=""),
                name="moderation_act_has_a_rule",
            ),
            models.CheckConstraint(condition=~Q(facts_digest=""), name="moderation_act_has_facts"),
            models.CheckConstraint(
                condition=~Q(measure__in=BURDENS) | Q(hearing__isnull=False) | Q(hearing_omitted=True),
                name="author_is_heard_or_a_reason_given",
            ),
            models.CheckConstraint(
                condition=Q(rule_edition__isnull=True, rule_key="")
                | (Q(rule_edition__isnull=False) & ~Q(rule_key="")),
                name="house_rule_of_an_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number} {self.measure}"

    @property
    def is_ban(self) -> bool:
        return self.measure in BANS


class DecisionWords(models.Model):
    """What was written about a decision, until its day has come: SHA-256 of `salt` and `facts` is the
    decision's `facts_digest`."""

    decision = models.OneToOneField(ModerationDecision, models.PROTECT, related_name="words")
    salt = models.CharField(max_length=32)
    facts = models.TextField(max_length=4000)
    # Why nothing milder would do.
    proportion = models.TextField(max_length=2000, blank=True)
    why_not_heard = models.TextField(max_length=2000, blank=True)
    # To the author, in the form of DSA Art. 17.
    notice = models.TextField(blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    # On which way, or why they could not be reached.
    told_how = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(facts=""), name="decision_words_hold_facts"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_by__isnull=True)
                | Q(told_at__isnull=False, told_by__isnull=False),
                name="author_told_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.decision_id)
