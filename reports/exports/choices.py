from django.db import models
from django.utils.translation import pgettext_lazy

MEDIA_TYPES = {
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Kind(models.TextChoices):
    """What an export is; the slug of a list is the ending of its file."""

    BUNDLE = "bundle", pgettext_lazy("export", "Bundle of certificates")
    COURSES = "courses", pgettext_lazy("export", "Bundle of course certificates")
    XLSX = "xlsx", pgettext_lazy("export", "List (XLSX)")
    CSV = "csv", pgettext_lazy("export", "List (CSV)")

    @property
    def ending(self) -> str:
        return "zip" if self in BUNDLES else self.value

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.ending]


BUNDLES = (Kind.BUNDLE, Kind.COURSES)


class Part(models.TextChoices):
    """What a bundle can hold."""

    CONFIRMED = "confirmed", pgettext_lazy("export", "Confirmed")
    UNDER_RESERVATION = "under_reservation", pgettext_lazy("export", "Under reservation")
    WITHDRAWN = "withdrawn", pgettext_lazy("export", "Withdrawn consents")
    OPEN = "open", pgettext_lazy("export", "Still open (as a list)")
