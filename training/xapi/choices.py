from django.db import models
from django.utils.translation import pgettext_lazy

from training.assignments.choices import Basis


class DispatchState(models.TextChoices):
    """What became of telling a record store of a completion."""

    QUEUED = "queued", pgettext_lazy("dispatch", "Waits")
    SENT = "sent", pgettext_lazy("dispatch", "Sent")
    REFUSED = "refused", pgettext_lazy("dispatch", "Refused by the record store")
    FAILED = "failed", pgettext_lazy("dispatch", "Not delivered")


class Verb(models.TextChoices):
    """The two statements that are ever made; the values are their names in xAPI."""

    PASSED = "passed", pgettext_lazy("statement", "passed")
    COMPLETED = "completed", pgettext_lazy("statement", "completed")


# What somebody did here says something about them; what was waived, imported or proven elsewhere does not.
SAID: dict[str, tuple[Verb, ...]] = {
    Basis.PASSED: (Verb.PASSED, Verb.COMPLETED),
    Basis.ATTENDED: (Verb.COMPLETED,),
    Basis.REPORTED: (Verb.COMPLETED,),
}
