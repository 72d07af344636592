from django.db import models
from django.utils.translation import pgettext_lazy


class ActionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("action", "Open")
    DONE = "done", pgettext_lazy("action", "Done")
    DROPPED = "dropped", pgettext_lazy("action", "Dropped")


class Part(models.TextChoices):
    """The two files of a dossier."""

    PDF = "pdf", pgettext_lazy("dossier", "PDF file")
    LINES = "lines", pgettext_lazy("dossier", "JSON lines")
