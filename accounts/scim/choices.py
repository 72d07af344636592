from django.db import models
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """What became of a leaving that a directory told."""

    WAITING = "waiting", pgettext_lazy("leaving", "Waits for a person")
    LEFT = "left", pgettext_lazy("leaving", "Left")
    STAYED = "stayed", pgettext_lazy("leaving", "Stays")
    TAKEN_BACK = "taken_back", pgettext_lazy("leaving", "Taken back by the directory")
