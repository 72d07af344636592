"""Every send is a row; the text itself is never stored."""

import uuid

from django.db import models
from django.db.models import Q

from portal.mail.choices import MessageState
from portal.mail.querysets import MessageQuerySet


class Message(models.Model):
    """One mail to one person.

    `context` holds ids and short facts from which the text is rendered at sending time; it and the name are
    erased `MAIL_CONTEXT_DAYS` after queueing. `message_id` never changes, so a mail that leaves twice after
    a crash is recognised as one by the reader's mail program.
    """

    ref = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    recipient_ref = models.UUIDField(null=True, blank=True)
    recipient_name = models.CharField(max_length=100, blank=True, default="")
    address = models.CharField(max_length=254, blank=True, default="")
    language = models.CharField(max_length=12)
    context = models.JSONField(default=dict, blank=True)
    attachment = models.CharField(max_length=100, blank=True, default="")
    message_id = models.CharField(max_length=254, unique=True)
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.QUEUED)
    error = models.CharField(max_length=100, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at=None)),
                name="message_sent_has_moment",
            ),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
        ]
        indexes = [
            models.Index(fields=["recipient_ref", "-queued_at"], name="message_recipient"),
            models.Index(fields=["state", "-queued_at"], name="message_state"),
            models.Index(fields=["kind", "queued_at"], name="message_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"
