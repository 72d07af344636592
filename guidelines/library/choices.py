from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StatementKind(models.TextChoices):
    """What somebody declares about a guideline."""

    RECEIPT = "receipt", _("Acknowledgement of receipt")
    UNDERTAKING = "undertaking", _("Undertaking")
    CONSENT = "consent", _("Consent")


class TranslationState(models.TextChoices):
    """How a language stands against the text it was translated from."""

    READY = "ready", pgettext_lazy("translation", "Ready")
    STALE = "stale", pgettext_lazy("translation", "Out of date")
    INCOMPLETE = "incomplete", pgettext_lazy("translation", "Incomplete")
    ALIAS = "alias", pgettext_lazy("translation", "Only a copy of the other language")
    MISSING = "missing", pgettext_lazy("translation", "Missing")


class Verdict(models.TextChoices):
    GOOD = "good", _("Good example")
    BAD = "bad", _("Bad example")


class Tone(models.TextChoices):
    INFO = "info", pgettext_lazy("callout", "Good to know")
    WARNING = "warning", pgettext_lazy("callout", "Watch out")
    LEGAL = "legal", pgettext_lazy("callout", "The law")
    DECISION = "decision", _("Your company decides here")


class EmbedKind(models.TextChoices):
    VIDEO = "video", pgettext_lazy("embed", "Video")
    POST = "post", pgettext_lazy("embed", "Post")
