from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterKind(models.TextChoices):
    """What made the portal write."""

    DAILY = "daily", pgettext_lazy("letter", "Daily mail")
    BY_HAND = "by_hand", pgettext_lazy("letter", "Reminder sent by HR")


class Topic(models.TextChoices):
    """Why a request or a course is mentioned; the label is the heading in the mail. By urgency."""

    OVERDUE = "overdue", pgettext_lazy("digest", "Overdue")
    LAST_CALL = "last_call", _("Due today or on the next working day")
    SOON = "soon", _("Due within seven days")
    COMING = "coming", pgettext_lazy("digest", "Due soon")
    OPEN = "open", _("Still open")
    ASKED = "asked", _("New for you")
    RENEW = "renew", pgettext_lazy("digest", "Can be renewed now")
    CHANGED = "changed", _("The text has changed")
    OFFERED = "offered", pgettext_lazy("digest", "Voluntary")
    SETTLED = "settled", _("Your reservation is settled")
    DROPPED = "dropped", _("No longer needed")


# Topics of what is owed; the others announce something or offer a choice.
OWED = (
    Topic.OVERDUE,
    Topic.LAST_CALL,
    Topic.SOON,
    Topic.COMING,
    Topic.OPEN,
    Topic.ASKED,
    Topic.RENEW,
    Topic.CHANGED,
)
# About what has ended.
ENDED = (Topic.SETTLED, Topic.DROPPED)
