from django.db import models
from django.utils.translation import pgettext_lazy


class Cause(models.TextChoices):
    """Why it rings."""

    REPORTED = "reported", pgettext_lazy("alarm", "Somebody reported it")
    LEVEL_RAISED = "level-raised", pgettext_lazy("alarm", "The level asks for this role")
    BY_HAND = "by-hand", pgettext_lazy("alarm", "Raised by hand")


class AlarmState(models.TextChoices):
    RINGING = "ringing", pgettext_lazy("alarm", "Ringing")
    EXHAUSTED = "exhausted", pgettext_lazy("alarm", "Everybody was called")
    ANSWERED = "answered", pgettext_lazy("alarm", "Somebody has it")
    ENDED = "ended", pgettext_lazy("alarm", "Ended with the incident")


# Nobody has it yet.
OPEN = (AlarmState.RINGING, AlarmState.EXHAUSTED)


class Channel(models.TextChoices):
    """By which way word leaves the portal."""

    MAIL = "mail", pgettext_lazy("alarm channel", "E-mail")
    SMS = "sms", pgettext_lazy("alarm channel", "Text message")
    WEBHOOK = "webhook", pgettext_lazy("alarm channel", "Webhook")


class ChannelKind(models.TextChoices):
    """Channels that somebody has to set up; mail is there anyway."""

    WEBHOOK = "webhook", pgettext_lazy("alarm channel", "Webhook")
    SMS = "sms", pgettext_lazy("alarm channel", "SMS gateway")


class BodyFormat(models.TextChoices):
    JSON = "json", pgettext_lazy("format of a request", "JSON")
    FORM = "form", pgettext_lazy("format of a request", "Form fields")


class DispatchState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("alarm call", "On its way")
    SENT = "sent", pgettext_lazy("alarm call", "Delivered")
    FAILED = "failed", pgettext_lazy("alarm call", "Not delivered")
    REFUSED = "refused", pgettext_lazy("alarm call", "Refused")
    DROPPED = "dropped", pgettext_lazy("alarm call", "No longer needed")


class Event(models.TextChoices):
    """What a webhook is told; the values are part of the interface."""

    CALLED = "alarm.called", pgettext_lazy("alarm event", "Somebody is called")
    EXHAUSTED = "alarm.exhausted", pgettext_lazy("alarm event", "Everybody was called")
    ANSWERED = "alarm.answered", pgettext_lazy("alarm event", "Somebody has it")
    ENDED = "alarm.ended", pgettext_lazy("alarm event", "The incident ended")
    TEST = "alarm.test", pgettext_lazy("alarm event", "Test")


class AnsweredBy(models.TextChoices):
    """How an answer came."""

    LINK = "link", pgettext_lazy("alarm answer", "link in the message")
    PORTAL = "portal", pgettext_lazy("alarm answer", "signed in")
    STARTED = "started", pgettext_lazy("alarm answer", "by starting the incident")
    ROLE = "role", pgettext_lazy("alarm answer", "by taking the role")
