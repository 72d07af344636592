from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from training.assignments.choices import AssignmentState

SOON, OVERDUE, ANY = "soon", "overdue", "any"

STATE_CHOICES = [
    (AssignmentState.OPEN.value, pgettext_lazy("filter", "To do, overdue included")),
    (SOON, pgettext_lazy("filter", "Due within a week")),
    (OVERDUE, pgettext_lazy("filter", "Overdue")),
    (AssignmentState.DONE.value, AssignmentState.DONE.label),
    (AssignmentState.EXEMPT.value, AssignmentState.EXEMPT.label),
    (ANY, pgettext_lazy("filter", "Any state")),
    (AssignmentState.WITHDRAWN.value, AssignmentState.WITHDRAWN.label),
    (AssignmentState.CLOSED_LEAVER.value, AssignmentState.CLOSED_LEAVER.label),
]

TONES = {
    AssignmentState.DONE: "success",
    AssignmentState.OPEN: "info",
}


class Sort(models.TextChoices):
    """How the list is ordered; each order has an index and a key to page by."""

    DUE = "due", _("Due date, earliest first")
    DUE_LAST = "-due", _("Due date, latest first")
