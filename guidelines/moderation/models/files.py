from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from guidelines.incidents.models import KeptFile, no_file_once_deleted
from guidelines.moderation.models.cases import ModerationCase


class CaseFile(KeptFile):
    """What shows a post as it was, at a case without an incident. It goes with the words of its case; who
    added it, when, its kind, size and digest stay."""

    case = models.ForeignKey(ModerationCase, models.PROTECT, related_name="files")

    class Meta:
        verbose_name = pgettext_lazy("moderation", "file of a case")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [no_file_once_deleted("deleted_case_file_has_no_file")]
