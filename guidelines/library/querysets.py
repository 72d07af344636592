from datetime import date

from django.db.models import F
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class GuidelineQuerySet(PageQuerySet):
    def in_language(self, language: str) -> "GuidelineQuerySet":
        return self.filter(locale__language_code=language)

    def originals(self) -> "GuidelineQuerySet":
        """One page per guideline: the one in its authoritative language."""
        return self.filter(locale__language_code=F("authoritative_language"))

    def due_for_review(self, on: date) -> "GuidelineQuerySet":
        """Guidelines whose review-by day is `on` or has passed, each once, in its authoritative language."""
        return self.originals().filter(review_by__lte=on).order_by("review_by", "title")

    def without_review_date(self) -> "GuidelineQuerySet":
        return self.originals().filter(review_by__isnull=True)


GuidelineManager = PageManager.from_queryset(GuidelineQuerySet)
