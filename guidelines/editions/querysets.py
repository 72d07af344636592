from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from guidelines.editions.models import Work  # noqa: F401  in brackets below


class WorkQuerySet(models.QuerySet["Work"]):
    def in_force(self) -> "WorkQuerySet":
        """Released and not withdrawn."""
        return self.filter(current__isnull=False, retired_at=None)

    def of_genre(self, slug: str) -> "WorkQuerySet":
        return self.filter(genre=slug)

    def with_texts(self) -> "WorkQuerySet":
        """With the edition in force and its texts: two statements more, whatever the number of works."""
        return self.select_related("current").prefetch_related("current__texts")
