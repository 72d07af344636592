from django.db import models
from django.utils.translation import pgettext_lazy


class Told(models.TextChoices):
    """`cmi.core.lesson_status`, the closed vocabulary of SCORM 1.2 (run-time environment, 3.4.2.1)."""

    NOT_ATTEMPTED = "not attempted", pgettext_lazy("told by a package", "Not begun")
    BROWSED = "browsed", pgettext_lazy("told by a package", "Looked at")
    INCOMPLETE = "incomplete", pgettext_lazy("told by a package", "Under way")
    FAILED = "failed", pgettext_lazy("told by a package", "Not passed")
    COMPLETED = "completed", pgettext_lazy("told by a package", "Worked through")
    PASSED = "passed", pgettext_lazy("told by a package", "Passed")


# After which the person may confirm; the package's word alone is no proof (T4).
FINISHED = (Told.COMPLETED, Told.PASSED)


class VisitState(models.TextChoices):
    OPEN = "open", pgettext_lazy("package visit", "Under way")
    CONFIRMED = "confirmed", pgettext_lazy("package visit", "Confirmed")
    CLOSED = "closed", pgettext_lazy("package visit", "Closed: the course has changed")
