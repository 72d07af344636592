from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.models import Employee
from guidelines.moderation.choices import ReviewFault, ReviewOutcome, ReviewState
from guidelines.moderation.models.matters import Matter, Outsider
from guidelines.moderation.querysets import ReviewCaseQuerySet


class ReviewCase(Matter):
    """A review on a portal that is wrong or insulting: the operator is told why, with evidence, and has to
    check it."""

    letter = "R"
    state = models.CharField(max_length=8, choices=ReviewState, default=ReviewState.DRAFT, editable=False)
    reviewer = models.OneToOneField(Outsider, models.PROTECT, null=True, related_name="review")
    said = models.TextField(pgettext_lazy("review", "what it says"), max_length=2000, blank=True)
    fault = models.CharField(
        pgettext_lazy("review", "what is wrong with it"), max_length=12, choices=ReviewFault
    )
    why = models.TextField(_("why, and what proves it"), max_length=4000, blank=True)
    notice = models.TextField(_("notice to the operator"), max_length=8000, blank=True)
    sent_to = models.CharField(_("sent to"), max_length=300, blank=True)
    sent_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    warned_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=ReviewOutcome, blank=True)
    next_step = models.TextField(_("next step"), max_length=2000, blank=True)
    closed_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = ReviewCaseQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = pgettext_lazy("moderation", "review on a portal")
        verbose_name_plural = pgettext_lazy("moderation", "reviews on portals")
        constraints: ClassVar = [
            *Matter.Meta.constraints,
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="review_notice_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="review_closed_with_an_outcome",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-opened_at"], name="moderation_reviews_by_state")]
