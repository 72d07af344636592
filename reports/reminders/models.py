from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.people.models import Employee
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest, PolicyVersion
from portal.mail.models import Message
from reports.reminders.choices import LetterKind, Topic
from reports.reminders.querysets import LetterQuerySet, MentionQuerySet, RefusedAddressQuerySet
from training.assignments.choices import AssignmentState
from training.assignments.models import Assignment


class Letter(models.Model):
    """One mail of reminders to one person on one local day. That it is unique decides between two workers:
    at most one daily mail, and at most one reminder by hand, per person and day (T5).

    A letter by hand has no `message` until its job has written it.
    """

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="letters")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=LetterKind)
    asked_for_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "day", "kind"], name="one_letter_a_day_and_kind"),
            models.CheckConstraint(
                condition=Q(kind=LetterKind.BY_HAND, asked_for_by__isnull=False)
                | (~Q(kind=LetterKind.BY_HAND) & Q(asked_for_by__isnull=True)),
                name="letter_by_hand_is_somebodys",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=Q(kind=LetterKind.BY_HAND, message=None), name="letters_to_write"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} → {self.employee_id}"


class Mention(models.Model):
    """One request, or one required course, in one letter: what was said, so that nothing is said twice.

    `version` (of the guideline) and `due_on` are those at that time; `first` when it was the first mention
    ever.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="mentions")
    request = models.ForeignKey(AcknowledgementRequest, models.CASCADE, null=True, related_name="mentions")
    assignment = models.ForeignKey(Assignment, models.CASCADE, null=True, related_name="mentions")
    topic = models.CharField(max_length=12, choices=Topic)
    version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    first = models.BooleanField()

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "request"], name="mentioned_once_per_letter"),
            models.UniqueConstraint(fields=["letter", "assignment"], name="course_mentioned_once_per_letter"),
            models.CheckConstraint(
                condition=Q(request__isnull=False, version__isnull=False, assignment__isnull=True)
                | Q(request__isnull=True, version__isnull=True, assignment__isnull=False),
                name="mention_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.request_id or self.assignment_id}"

    @property
    def about(self) -> AcknowledgementRequest | Assignment:
        return self.request or self.assignment

    @property
    def is_open(self) -> bool:
        return self.about.state in (RequestState.OPEN, AssignmentState.OPEN)


class RefusedAddress(models.Model):
    """A mail server does not know this address of this person. No reminders go there until it changes."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="refused_addresses")
    address = models.CharField(max_length=254)
    refused_at = models.DateTimeField()

    objects = RefusedAddressQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "address"], name="refused_address_once")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.refused_at:%Y-%m-%d}"


class FeedEntry(models.Model):
    """What a person's calendar was last told about a duty: calendars take a moved date only when the
    sequence number has grown (RFC 5545 §3.8.7.4)."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="feed_entries")
    key = models.CharField(max_length=100)
    due_on = models.DateField()
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "key"], name="one_feed_entry_per_duty")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.due_on} ({self.sequence})"
