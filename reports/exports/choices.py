from django.db import models
from django.utils.translation import pgettext_lazy


class Part(models.TextChoices):
    """What a bundle can hold."""

    CONFIRMED = "confirmed", pgettext_lazy("export", "Confirmed")
    UNDER_RESERVATION = "under_reservation", pgettext_lazy("export", "Under reservation")
    WITHDRAWN = "withdrawn", pgettext_lazy("export", "Withdrawn consents")
    OPEN = "open", pgettext_lazy("export", "Still open (as a list)")
