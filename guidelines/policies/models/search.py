from typing import ClassVar

from django.db import models

from guidelines.policies.models.rendition import Rendition


class SearchTerm(models.Model):
    """One stem of a rendition in force. Derived from the text and made again at will, so it is no evidence.

    `stem` is folded ("aeusserung") before it is stemmed; `weight` says where and how often it stands;
    `words` are the forms found in the text, so that results can be marked without stemming again.
    """

    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="search_terms")
    stem = models.CharField(max_length=64, db_index=True)
    weight = models.PositiveSmallIntegerField()
    words = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rendition", "stem"], name="one_term_per_rendition")
        ]

    def __str__(self) -> str:
        return self.stem
