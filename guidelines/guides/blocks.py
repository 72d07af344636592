"""What decision guides and checklists are made of. Words become segments that wagtail-localize translates;
short names, addresses, verdicts and days are the same in every language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from accounts.people.choices import Role
from guidelines.guides.choices import Verdict
from guidelines.library.blocks import KEY_HELP, Source, key_block


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=pgettext_lazy("block", "Answer"), max_length=200)
    goes_to = key_block(
        label=pgettext_lazy("block", "Leads to"),
        required=False,
        help_text=_("The short name of the question or outcome that follows."),
    )


class QuestionBlock(blocks.StructBlock):
    key = key_block(label=pgettext_lazy("block", "Short name"), help_text=KEY_HELP)
    question = blocks.CharBlock(label=pgettext_lazy("block", "Question"), max_length=300)
    help = blocks.TextBlock(
        label=pgettext_lazy("block", "How to tell"), required=False, rows=3, max_length=1000
    )
    answers = blocks.ListBlock(
        AnswerBlock(label=pgettext_lazy("block", "Answer")), label=pgettext_lazy("block", "Answers")
    )

    class Meta:
        icon = "help"
        label = pgettext_lazy("block", "Question")


class Questions(blocks.StreamBlock):
    question = QuestionBlock()


class AnswerTemplateBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)
    text = blocks.TextBlock(
        label=pgettext_lazy("block", "Words to copy"),
        rows=4,
        max_length=2000,
        help_text=_("Write placeholders in braces: {name}."),
    )


class OutcomeBlock(blocks.StructBlock):
    key = key_block(label=pgettext_lazy("block", "Short name"), help_text=KEY_HELP)
    verdict = blocks.ChoiceBlock(
        Verdict.choices, default=Verdict.ALLOWED, label=pgettext_lazy("block", "Verdict")
    )
    title = blocks.CharBlock(label=pgettext_lazy("block", "The answer in one line"), max_length=200)
    reason = blocks.TextBlock(label=pgettext_lazy("block", "Reason"), rows=4, max_length=3000)
    conditions = blocks.ListBlock(
        blocks.TextBlock(label=pgettext_lazy("block", "Condition"), rows=2, max_length=600),
        label=pgettext_lazy("block", "Conditions"),
        default=[],
    )
    sources = blocks.ListBlock(
        Source(label=pgettext_lazy("block", "Source")), label=pgettext_lazy("block", "Sources"), default=[]
    )
    guideline = key_block(
        label=pgettext_lazy("block", "Guideline"),
        required=False,
        help_text=_("Its short name, as it stands at the end of its address."),
    )
    heading = blocks.CharBlock(
        label=pgettext_lazy("block", "Heading"),
        required=False,
        max_length=200,
        help_text=_("The heading of the passage that is shown as it is in force."),
    )
    templates = blocks.ListBlock(
        AnswerTemplateBlock(label=pgettext_lazy("block", "Answer to copy")),
        label=pgettext_lazy("block", "Answers to copy"),
        default=[],
    )
    ask = blocks.MultipleChoiceBlock(
        Role.choices, label=pgettext_lazy("block", "Whom to ask"), required=False
    )
    ask_for = blocks.TextBlock(
        label=pgettext_lazy("block", "What to ask them"), required=False, rows=2, max_length=600
    )

    class Meta:
        icon = "tick"
        label = pgettext_lazy("block", "Outcome")


class Outcomes(blocks.StreamBlock):
    outcome = OutcomeBlock()


class ItemBlock(blocks.StructBlock):
    key = key_block(label=pgettext_lazy("block", "Short name"), help_text=KEY_HELP)
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)
    text = blocks.TextBlock(label=pgettext_lazy("block", "Text"), rows=3, max_length=2000)
    guide = key_block(
        label=pgettext_lazy("block", "Decision guide"),
        required=False,
        help_text=_("The short name of the decision guide that helps with this."),
    )

    class Meta:
        icon = "list-ol"
        label = pgettext_lazy("block", "Item of the checklist")


class Items(blocks.StreamBlock):
    item = ItemBlock()
