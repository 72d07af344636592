from typing import TYPE_CHECKING

from django.db import models

from guidelines.playbooks.choices import TemplateKind
from guidelines.statements.choices import UNDER_WAY, State

if TYPE_CHECKING:
    from guidelines.statements.models import Statement  # noqa: F401  in brackets below


class StatementQuerySet(models.QuerySet["Statement"]):
    def under_way(self) -> "StatementQuerySet":
        """Neither published nor withdrawn."""
        return self.filter(state__in=UNDER_WAY)

    def published(self) -> "StatementQuerySet":
        return self.filter(state=State.PUBLISHED)

    def public(self) -> "StatementQuerySet":
        """Published, and heard by the public: no notice to an operator, no word to our own people."""
        return self.published().exclude(kind__in=(TemplateKind.INTERNAL, TemplateKind.NOTICE))

    def held(self) -> "StatementQuerySet":
        """Locked until the transaction ends; lock the incident before."""
        return self.select_for_update(of=("self",), no_key=True)

    def with_words(self) -> "StatementQuerySet":
        """With every wording and what was said to it: two statements more, whatever the number."""
        return self.select_related(
            "incident__edition__work", "begun_by", "published_by", "corrects"
        ).prefetch_related("wordings__written_by", "wordings__approvals__person", "corrections")
