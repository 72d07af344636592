"""Where playbooks are written: one page per language; keys, numbers and order come from the original."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField, StreamField

from guidelines.editions.freezing import FrozenWork, frozen_work
from guidelines.editions.pages import EditedIndexPage, EditedPage
from guidelines.library.blocks import RICH_TEXT_FEATURES
from guidelines.playbooks import blocks
from guidelines.playbooks.freezing import content_of


class PlaybookIndexPage(EditedIndexPage):
    """The shelf of playbooks of one language."""

    reading_list = "playbooks:playbook-list"
    subpage_types: ClassVar = ["playbooks.PlaybookPage"]

    class Meta:
        verbose_name = pgettext_lazy("playbook", "playbook shelf")
        verbose_name_plural = pgettext_lazy("playbook", "playbook shelves")


def _answer(question: str) -> RichTextField:
    return RichTextField(question, features=RICH_TEXT_FEATURES, blank=True)


class PlaybookPage(EditedPage):
    """The draft of a playbook in one language. `structure.Plan` says what it becomes."""

    troubles = StreamField(blocks.Troubles(), verbose_name=_("what it is for"), blank=True)
    triggers = StreamField(blocks.Triggers(), verbose_name=_("when to use it"), blank=True)
    # The five questions (B10), a field for each: none is forgotten.
    critical_questions = _answer(_("How do we answer critical questions?"))
    which_criticism = _answer(_("How do we react to which criticism?"))
    escalation_levels = _answer(_("Which escalation levels exist?"))
    in_a_storm = _answer(_("How do we act when it storms?"))
    ready_for_dialogue = _answer(_("Are our processes ready for the dialogue?"))
    triage = StreamField(blocks.Triage(), verbose_name=_("questions and outcomes"), blank=True)
    levels = StreamField(blocks.Levels(), verbose_name=_("escalation levels"), blank=True)
    roles = StreamField(blocks.Roles(), verbose_name=pgettext_lazy("playbook", "roles"), blank=True)
    tasks = StreamField(blocks.Tasks(), verbose_name=pgettext_lazy("playbook", "tasks"), blank=True)
    templates = StreamField(blocks.Templates(), verbose_name=_("answers to start from"), blank=True)
    contacts = StreamField(blocks.Contacts(), verbose_name=_("whom we need from outside"), blank=True)
    rules = StreamField(blocks.Rules(), verbose_name=_("house rules"), blank=True)

    parent_page_types: ClassVar = ["playbooks.PlaybookIndexPage"]
    content_panels: ClassVar = [
        TitleFieldPanel("title", help_text=_("The name under which people find it when it burns.")),
        FieldPanel("summary"),
        FieldPanel("troubles"),
        FieldPanel("triggers"),
        MultiFieldPanel(
            [
                FieldPanel("critical_questions"),
                FieldPanel("which_criticism"),
                FieldPanel("escalation_levels"),
                FieldPanel("in_a_storm"),
                FieldPanel("ready_for_dialogue"),
            ],
            heading=_("The five questions"),
        ),
        FieldPanel("triage"),
        FieldPanel("levels"),
        FieldPanel("roles"),
        FieldPanel("tasks"),
        FieldPanel("templates"),
        FieldPanel("contacts"),
        FieldPanel("rules"),
        *EditedPage.upkeep_panels,
    ]
    override_translatable_fields: ClassVar = [*EditedPage.synchronized_fields]

    class Meta:
        verbose_name = pgettext_lazy("playbook", "playbook")
        verbose_name_plural = pgettext_lazy("playbook", "playbooks")

    def frozen(self) -> FrozenWork:
        return frozen_work(self, content_of(self))
