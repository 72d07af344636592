from django.db import models
from django.utils.translation import pgettext_lazy


class Mode(models.TextChoices):
    LIVE = "live", pgettext_lazy("incident", "Live")
    DRILL = "drill", pgettext_lazy("incident", "Drill")


class Status(models.TextChoices):
    REPORTED = "reported", pgettext_lazy("incident", "Reported")
    ASSESSING = "assessing", pgettext_lazy("incident", "Being assessed")
    ACTIVE = "active", pgettext_lazy("incident", "Running")
    STABILISED = "stabilised", pgettext_lazy("incident", "Calming down")
    CLOSED = "closed", pgettext_lazy("incident", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("incident", "No incident")
    DUPLICATE = "duplicate", pgettext_lazy("incident", "Merged with another")


# What can follow. Closing needs more: see `operations.closing`.
NEXT: dict[str, frozenset[str]] = {
    Status.REPORTED: frozenset({Status.ASSESSING, Status.ACTIVE, Status.CANCELLED, Status.DUPLICATE}),
    Status.ASSESSING: frozenset({Status.ACTIVE, Status.CANCELLED, Status.DUPLICATE}),
    Status.ACTIVE: frozenset({Status.STABILISED, Status.CLOSED, Status.DUPLICATE}),
    Status.STABILISED: frozenset({Status.ACTIVE, Status.CLOSED}),
    Status.CLOSED: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.DUPLICATE: frozenset(),
}
OPEN = (Status.REPORTED, Status.ASSESSING, Status.ACTIVE, Status.STABILISED)
RUNNING = (Status.ACTIVE, Status.STABILISED)


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("task", "Open")
    DONE = "done", pgettext_lazy("task", "Done")
    DROPPED = "dropped", pgettext_lazy("task", "Dropped")


class FreezeState(models.TextChoices):
    """What became of the posts that were planned on an account."""

    TO_CHECK = "to-check", pgettext_lazy("planned posts", "To check")
    FROZEN = "frozen", pgettext_lazy("planned posts", "Halted")
    NONE_PLANNED = "none-planned", pgettext_lazy("planned posts", "Nothing planned")
    RESUMED = "resumed", pgettext_lazy("planned posts", "Running again")


class EntryGroup(models.TextChoices):
    """By what people search the log."""

    COURSE = "course", pgettext_lazy("incident log", "Course")
    LEVEL = "level", pgettext_lazy("incident log", "Levels")
    PEOPLE = "people", pgettext_lazy("incident log", "People")
    TASKS = "tasks", pgettext_lazy("incident log", "Tasks")
    WORDS = "words", pgettext_lazy("incident log", "Messages")
    DECISIONS = "decisions", pgettext_lazy("incident log", "Decisions")
    NOTES = "notes", pgettext_lazy("incident log", "Notes")
    EVIDENCE = "evidence", pgettext_lazy("incident log", "Evidence")
    OTHER = "other", pgettext_lazy("incident log", "Everything else")
