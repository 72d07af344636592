from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.policies.choices import RequestState

OVERDUE = "overdue"
ANY = "any"

STATE_CHOICES = [
    (RequestState.OPEN.value, pgettext_lazy("filter", "Open, overdue included")),
    (OVERDUE, pgettext_lazy("filter", "Overdue")),
    (ANY, pgettext_lazy("filter", "Any state")),
    *((state.value, state.label) for state in RequestState if state != RequestState.OPEN),
]

TONES = {
    RequestState.ACKNOWLEDGED: "success",
    RequestState.UNDER_RESERVATION: "warning",
    RequestState.OPEN: "info",
}


class Sort(models.TextChoices):
    """How the list of requests is ordered; each order has an index and a key to page by."""

    DUE = "due", _("Due date, earliest first")
    DUE_LAST = "-due", _("Due date, latest first")
    ASKED = "asked", _("Asked, oldest first")
    ASKED_LAST = "-asked", _("Asked, newest first")


class Look(models.TextChoices):
    """Pages on which somebody sees data of other people; each look is a row of the trail."""

    REQUESTS = "requests", pgettext_lazy("look", "List of requests")
    EXPORT = "export", pgettext_lazy("look", "List of requests as a file")
    PERSON = "person", pgettext_lazy("look", "Page of one person")
    RESERVATIONS = "reservations", pgettext_lazy("look", "Reservations")
    RESERVATIONS_FILE = "reservations-file", pgettext_lazy("look", "Reservations as a file")
    PAPERS = "papers", pgettext_lazy("look", "Confirmations on paper")
    PAPERS_FILE = "papers-file", pgettext_lazy("look", "Confirmations on paper as a file")
    SCAN = "scan", pgettext_lazy("look", "Scan of a signed sheet")
    MAIL = "mail", pgettext_lazy("look", "Refused mail")
    MAIL_FILE = "mail-file", pgettext_lazy("look", "Refused mail as a file")
    PEOPLE_FILE = "people-file", pgettext_lazy("look", "List of people as a file")
    TEAM = "team", pgettext_lazy("look", "Team of a manager")
    TRAINING = "training", pgettext_lazy("look", "Training status")
    TRAINING_FILE = "training-file", pgettext_lazy("look", "Training status as a file")
    PROOF = "proof", pgettext_lazy("look", "Equivalent evidence for a course")


class Urgency(models.TextChoices):
    """How home sorts what somebody owes."""

    OVERDUE = "overdue", pgettext_lazy("urgency", "Overdue")
    SOON = "soon", pgettext_lazy("urgency", "Due within a week")
    LATER = "later", pgettext_lazy("urgency", "Later")
    OFFER = "offer", pgettext_lazy("urgency", "Voluntary")
