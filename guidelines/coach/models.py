"""Where the privacy coach is written. What somebody ticks is in their browser alone: no table holds it."""

from typing import ClassVar

from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from guidelines.coach.blocks import Cards, FixedThings
from guidelines.coach.freezing import frozen_coach
from guidelines.editions.freezing import FrozenWork, frozen_work
from guidelines.editions.pages import EditedIndexPage, EditedPage
from guidelines.editions.panels import FaultsPanel


class CoachIndexPage(EditedIndexPage):
    """The shelf of coach pages of one language."""

    reading_list = "coach:platform-list"
    subpage_types: ClassVar = ["coach.CoachPage"]

    class Meta:
        verbose_name = pgettext_lazy("coach", "shelf of the privacy coach")
        verbose_name_plural = pgettext_lazy("coach", "shelves of the privacy coach")


class CoachPage(EditedPage):
    """What to set in one's own account on one platform, in one language."""

    platform = models.CharField(
        pgettext_lazy("coach", "platform"),
        max_length=64,
        validators=[validate_slug],
        help_text=_("Its short name in the register of platforms."),
    )
    order = models.PositiveSmallIntegerField(
        _("place in the list"), default=100, help_text=_("Small numbers come first.")
    )
    checked_on = models.DateField(
        _("switches looked at on"),
        null=True,
        blank=True,
        help_text=_("When somebody last saw these switches where they are described."),
    )
    intro = models.TextField(pgettext_lazy("coach", "introduction"), blank=True, max_length=2000)
    cards = StreamField(Cards(), verbose_name=pgettext_lazy("coach", "switches"), blank=True)
    fixed = StreamField(
        FixedThings(), verbose_name=pgettext_lazy("coach", "what no switch turns off"), blank=True
    )

    parent_page_types: ClassVar = ["coach.CoachIndexPage"]
    content_panels: ClassVar = [
        FaultsPanel(),
        TitleFieldPanel("title"),
        FieldPanel("platform"),
        FieldPanel("order"),
        FieldPanel("checked_on"),
        FieldPanel("summary"),
        FieldPanel("intro"),
        FieldPanel("cards"),
        FieldPanel("fixed"),
        *EditedPage.upkeep_panels,
    ]
    override_translatable_fields: ClassVar = [
        *EditedPage.synchronized_fields,
        SynchronizedField("platform", overridable=False),
        SynchronizedField("order", overridable=False),
        SynchronizedField("checked_on", overridable=False),
        TranslatableField("cards"),
        TranslatableField("fixed"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("coach", "page of the privacy coach")
        verbose_name_plural = pgettext_lazy("coach", "pages of the privacy coach")

    def frozen(self) -> FrozenWork:
        return frozen_work(self, frozen_coach(self))
