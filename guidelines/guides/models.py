"""Where decision guides and checklists are written, and how often an outcome was reached."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from guidelines.editions.freezing import FrozenWork, frozen_work
from guidelines.editions.models import Edition, Work
from guidelines.editions.pages import EditedIndexPage, EditedPage
from guidelines.editions.panels import FaultsPanel
from guidelines.guides.blocks import Items, Outcomes, Questions
from guidelines.guides.choices import Track
from guidelines.guides.freezing import frozen_checklist, frozen_guide
from guidelines.guides.querysets import PathCountQuerySet
from guidelines.library.blocks import Sources


class GuideIndexPage(EditedIndexPage):
    """The shelf of decision guides of one language."""

    reading_list = "guides:guide-list"
    subpage_types: ClassVar = ["guides.DecisionGuidePage"]

    class Meta:
        verbose_name = pgettext_lazy("guides", "shelf of decision guides")
        verbose_name_plural = pgettext_lazy("guides", "shelves of decision guides")


class ChecklistIndexPage(EditedIndexPage):
    """The shelf of checklists of one language."""

    reading_list = "guides:guide-list"
    subpage_types: ClassVar = ["guides.ChecklistPage"]

    class Meta:
        verbose_name = pgettext_lazy("guides", "shelf of checklists")
        verbose_name_plural = pgettext_lazy("guides", "shelves of checklists")


class DecisionGuidePage(EditedPage):
    """ "May I do this?": questions, answers and outcomes in one language."""

    track = models.CharField(
        pgettext_lazy("decision guide", "for whom"), max_length=16, choices=Track, default=Track.EVERYONE
    )
    order = models.PositiveSmallIntegerField(
        _("place in the list"), default=100, help_text=_("Small numbers come first.")
    )
    intro = models.TextField(
        pgettext_lazy("decision guide", "introduction"),
        blank=True,
        max_length=2000,
        help_text=_("Stands above the first question."),
    )
    questions = StreamField(
        Questions(),
        verbose_name=pgettext_lazy("decision guide", "questions"),
        blank=True,
        help_text=_("Everybody starts with the first one."),
    )
    outcomes = StreamField(Outcomes(), verbose_name=pgettext_lazy("decision guide", "outcomes"), blank=True)

    parent_page_types: ClassVar = ["guides.GuideIndexPage"]
    content_panels: ClassVar = [
        FaultsPanel(),
        TitleFieldPanel("title", help_text=_("The question itself: “May we …?”")),
        FieldPanel("summary"),
        FieldPanel("track"),
        FieldPanel("order"),
        FieldPanel("intro"),
        FieldPanel("questions"),
        FieldPanel("outcomes"),
        *EditedPage.upkeep_panels,
    ]
    override_translatable_fields: ClassVar = [
        *EditedPage.synchronized_fields,
        SynchronizedField("track", overridable=False),
        SynchronizedField("order", overridable=False),
        TranslatableField("questions"),
        TranslatableField("outcomes"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("guides", "decision guide")
        verbose_name_plural = pgettext_lazy("guides", "decision guides")

    def frozen(self) -> FrozenWork:
        return frozen_work(self, frozen_guide(self))


class ChecklistPage(EditedPage):
    """What to check before one acts, with ways into the decision guides, in one language."""

    order = models.PositiveSmallIntegerField(
        _("place in the list"), default=100, help_text=_("Small numbers come first.")
    )
    intro = models.TextField(pgettext_lazy("checklist", "introduction"), blank=True, max_length=2000)
    items = StreamField(Items(), verbose_name=pgettext_lazy("checklist", "items"), blank=True)
    sources = StreamField(Sources(), verbose_name=_("sources"), blank=True)

    parent_page_types: ClassVar = ["guides.ChecklistIndexPage"]
    content_panels: ClassVar = [
        FaultsPanel(),
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("order"),
        FieldPanel("intro"),
        FieldPanel("items"),
        FieldPanel("sources"),
        *EditedPage.upkeep_panels,
    ]
    override_translatable_fields: ClassVar = [
        *EditedPage.synchronized_fields,
        SynchronizedField("order", overridable=False),
        TranslatableField("items"),
        TranslatableField("sources"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("guides", "checklist")
        verbose_name_plural = pgettext_lazy("guides", "checklists")

    def frozen(self) -> FrozenWork:
        return frozen_work(self, frozen_checklist(self))


class PathCount(models.Model):
    """How often an outcome was opened in a month, and nothing else: not by whom, not when (ADR 0031).

    `month` is its first day.
    """

    work = models.ForeignKey(Work, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    month = models.DateField()
    outcome = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    objects = PathCountQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["edition", "month", "outcome"], name="one_path_count_a_month_and_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.month:%Y-%m} {self.outcome}"
