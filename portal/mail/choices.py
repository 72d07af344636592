"""States of a message."""

from django.db import models
from django.utils.translation import pgettext_lazy


class MessageState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("mail state", "Waiting")
    SENT = "sent", pgettext_lazy("mail state", "Sent")
    REFUSED = "refused", pgettext_lazy("mail state", "Refused")
    FAILED = "failed", pgettext_lazy("mail state", "Failed")


ENDED = (MessageState.SENT, MessageState.REFUSED, MessageState.FAILED)
