from django.db import models
from django.utils.translation import pgettext_lazy


class DueKind(models.TextChoices):
    DATE = "date", pgettext_lazy("due rule", "On a day")
    JOINING = "joining", pgettext_lazy("due rule", "Some days after joining or being assigned")
    GRANT = "grant", pgettext_lazy("due rule", "Some days before access to a corporate account begins")


class ValidityKind(models.TextChoices):
    NONE = "none", pgettext_lazy("validity", "Does not expire")
    MONTHS = "months", pgettext_lazy("validity", "A number of months")
    CALENDAR = "calendar", pgettext_lazy("validity", "Until a day of the year")


class Enforcement(models.TextChoices):
    REPORT = "report", pgettext_lazy("enforcement", "Report only")
    BLOCK = "block", pgettext_lazy("enforcement", "No new access to corporate accounts")
    SUSPEND = "suspend", pgettext_lazy("enforcement", "Suspend access to corporate accounts")


ENFORCED = (Enforcement.BLOCK, Enforcement.SUSPEND)


class Cause(models.TextChoices):
    """Why somebody was assigned a course."""

    AUDIENCE = "audience", pgettext_lazy("cause of an assignment", "Belongs to the audience")
    RECERTIFICATION = "recertification", pgettext_lazy("cause of an assignment", "The last proof runs out")
    COURSE_CHANGED = "course_changed", pgettext_lazy("cause of an assignment", "The course has changed")
    RETURN = "return", pgettext_lazy("cause of an assignment", "Came back to the company")
    REVOKED = "revoked", pgettext_lazy("cause of an assignment", "The last proof was revoked")


class AssignmentState(models.TextChoices):
    OPEN = "open", pgettext_lazy("assignment", "To do")
    DONE = "done", pgettext_lazy("assignment", "Done")
    EXEMPT = "exempt", pgettext_lazy("assignment", "Exempt")
    WITHDRAWN = "withdrawn", pgettext_lazy("assignment", "Not required any more")
    CLOSED_LEAVER = "closed_leaver", pgettext_lazy("assignment", "Closed: left the company")


# After which somebody who belongs to the audience again is assigned once more.
ASSIGNABLE_AGAIN = (AssignmentState.WITHDRAWN, AssignmentState.CLOSED_LEAVER)


class Basis(models.TextChoices):
    """On what a completion rests."""

    PASSED = "passed", pgettext_lazy("basis of a completion", "Quiz passed")
    WAIVED = "waived", pgettext_lazy("basis of a completion", "Exempted with a reason")
    EQUIVALENT = "equivalent", pgettext_lazy("basis of a completion", "Equivalent evidence")
    IMPORTED = "imported", pgettext_lazy("basis of a completion", "Imported from an earlier system")
    ATTENDED = "attended", pgettext_lazy("basis of a completion", "Attended in person")
    REPORTED = (
        "reported",
        pgettext_lazy("basis of a completion", "Reported by the course package, not marked by this portal"),
    )


class Together(models.TextChoices):
    """Why completions of many people were recorded at once."""

    ATTENDANCE = (
        "attendance",
        pgettext_lazy("completions recorded together", "List of a course held in person"),
    )
    IMPORT = "import", pgettext_lazy("completions recorded together", "List of courses done earlier")
    CARRIED_OVER = (
        "carried_over",
        pgettext_lazy("completions recorded together", "Existing proof counted for another requirement"),
    )


class RevocationCause(models.TextChoices):
    COURSE_CHANGED = "course_changed", pgettext_lazy("revocation", "A new course version ended it")
    MISTAKE = "mistake", pgettext_lazy("revocation", "Recorded by mistake")


class EvidenceState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("equivalent evidence", "Waiting for a second person")
    ACCEPTED = "accepted", pgettext_lazy("equivalent evidence", "Accepted")
    REFUSED = "refused", pgettext_lazy("equivalent evidence", "Refused")
