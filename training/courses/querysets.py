from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from training.courses.models import Course  # noqa: F401  in brackets below


class CourseQuerySet(models.QuerySet["Course"]):
    def in_force(self) -> "CourseQuerySet":
        """Released and not withdrawn."""
        return self.filter(current__isnull=False, retired_at=None)
