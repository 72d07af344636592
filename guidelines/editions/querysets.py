from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from guidelines.editions.choices import ProposalState

if TYPE_CHECKING:
    from guidelines.editions.models import Work  # noqa: F401  in brackets below


class WorkQuerySet(models.QuerySet["Work"]):
    def in_force(self) -> "WorkQuerySet":
        """Released and not withdrawn."""
        return self.filter(current__isnull=False, retired_at=None)

    def bound(self) -> "WorkQuerySet":
        """In force, or about to be: their pages stay."""
        waiting = self.model.objects.filter(proposals__state=ProposalState.SUBMITTED).values("pk")
        return self.filter(Q(current__isnull=False) | Q(pk__in=waiting), retired_at=None)

    def of_genre(self, slug: str) -> "WorkQuerySet":
        return self.filter(genre=slug)

    def with_texts(self) -> "WorkQuerySet":
        """With the edition in force and its texts: two statements more, whatever the number of works."""
        return self.select_related("current").prefetch_related("current__texts")
