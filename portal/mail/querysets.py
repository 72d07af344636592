"""What can be asked about messages, in sentences."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from portal.mail.choices import ENDED, MessageState

if TYPE_CHECKING:
    from portal.mail.models import Message  # noqa: F401


class MessageQuerySet(models.QuerySet["Message"]):
    def queued(self) -> Self:
        return self.filter(state=MessageState.QUEUED)

    def deliverable(self) -> Self:
        """Waiting, or given up and then asked for again by an operator."""
        return self.filter(state__in=(MessageState.QUEUED, MessageState.FAILED))

    def sent(self) -> Self:
        return self.filter(state=MessageState.SENT)

    def undelivered(self) -> Self:
        """What HR should know about: refused for good, or given up."""
        return self.filter(state__in=(MessageState.REFUSED, MessageState.FAILED))

    def to_person(self, ref: UUID) -> Self:
        return self.filter(recipient_ref=ref)

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def erasable(self, before: datetime) -> Self:
        """Ended before `before` and still holding what the text was made from."""
        holding = ~Q(context={}) | ~Q(recipient_name="")
        return self.filter(holding, state__in=ENDED, queued_at__lt=before)
