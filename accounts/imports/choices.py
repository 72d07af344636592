from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", pgettext_lazy("import", "Columns to be chosen")
    CHECKING = "checking", pgettext_lazy("import", "Being checked")
    CHECKED = "checked", pgettext_lazy("import", "Waiting for your decision")
    APPLYING = "applying", pgettext_lazy("import", "Being applied")
    APPLIED = "applied", pgettext_lazy("import", "Applied")
    UNDOING = "undoing", pgettext_lazy("import", "Being undone")
    UNDONE = "undone", pgettext_lazy("import", "Undone")
    FAILED = "failed", pgettext_lazy("import", "Not readable")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded")


AT_WORK = (State.CHECKING, State.APPLYING, State.UNDOING)
# Where an import stands once its job is over without having brought it further.
WITHOUT_JOB = {State.CHECKING: State.UPLOADED, State.APPLYING: State.CHECKED, State.UNDOING: State.APPLIED}
OPEN_TO_CHANGE = (State.UPLOADED, State.CHECKED, State.FAILED)


class Verdict(models.TextChoices):
    """What an import would do with one row."""

    NEW = "new", pgettext_lazy("import", "New")
    CHANGED = "changed", pgettext_lazy("import", "Changed")
    BACK = "back", pgettext_lazy("import", "Coming back")
    LEAVING = "leaving", pgettext_lazy("import", "Leaving")
    UNCHANGED = "unchanged", pgettext_lazy("import", "Unchanged")
    REFUSED = "refused", pgettext_lazy("import", "Refused")


DOING = (Verdict.NEW, Verdict.CHANGED, Verdict.BACK, Verdict.LEAVING)
WRITTEN_OVER = (Verdict.CHANGED, Verdict.BACK, Verdict.LEAVING)


class Act(models.TextChoices):
    """What an import did to a person. A planned leaving is told apart, because nothing may hint at it."""

    JOINED = "joined", pgettext_lazy("import", "Joined")
    MOVED = "moved", pgettext_lazy("import", "Works elsewhere")
    CORRECTED = "corrected", pgettext_lazy("import", "Details corrected")
    PLANNED = "planned", pgettext_lazy("import", "Leaving date planned")
    LEFT = "left", pgettext_lazy("import", "Left")
    CAME_BACK = "came_back", pgettext_lazy("import", "Came back")
    UNDONE = "undone", pgettext_lazy("import", "Import undone")
