import uuid
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access.choices import ReviewState, Verdict
from accounts.access.models.grants import AccessGrant
from accounts.access.querysets import ItemQuerySet, ReviewQuerySet
from accounts.people.calendar import local_day
from accounts.people.models import Employee
from accounts.register.models import Platform


class AccessReview(models.Model):
    """A campaign: is all this access still needed? Its items are what was granted when it was opened."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    platform = models.ForeignKey(
        Platform,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("platform"),
        help_text=_("Leave it empty to review access on all platforms."),
        related_name="+",
    )
    # A review after a move has one person's access in its scope.
    subject = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")
    due_on = models.DateField(_("due date"))
    state = models.CharField(max_length=8, choices=ReviewState, default=ReviewState.PLANNED, editable=False)
    planned_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")
    opened_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    overdue_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(Employee, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("access review")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="reviews_are_closed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ReviewItem(models.Model):
    """One grant as it was when the review was opened, and what was decided about it."""

    review = models.ForeignKey(AccessReview, models.PROTECT, related_name="items")
    grant = models.ForeignKey(AccessGrant, models.PROTECT, related_name="review_items")
    # As of the opening: later changes of the grant do not change what was reviewed.
    route_kind = models.CharField(max_length=16)
    ends_at = models.DateTimeField()
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.PENDING)
    note = models.CharField(max_length=500, blank=True)
    until = models.DateField(null=True)
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "grant"], name="every_grant_once_in_a_review"),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.PENDING, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(verdict=Verdict.PENDING)
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="verdicts_are_somebodys",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.REDUCE) ^ models.Q(until__isnull=True),
                name="shortened_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.grant_id} {self.verdict}"

    @property
    def last_day(self) -> date:
        """Until when it lasted as of the opening, where its holder works."""
        return local_day(self.ends_at - timedelta(seconds=1), self.grant.person.location)
