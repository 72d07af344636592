"""What a lesson is made of: everything a guideline is made of, and three parts of its own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from guidelines.library.blocks import GuidelineBody
from training.courses.choices import Verdict


class GuidelineSection(blocks.StructBlock):
    """A passage of a released guideline, shown as it is in force on the day somebody learns."""

    guideline = blocks.RegexBlock(
        r"^[-\w]+$",
        label=pgettext_lazy("block", "Guideline"),
        help_text=_("Its short name, as it stands at the end of its address."),
        max_length=64,
    )
    heading = blocks.CharBlock(
        label=pgettext_lazy("block", "Heading"),
        required=False,
        max_length=200,
        help_text=_("The heading of the passage, as released. Leave it empty for the whole text."),
    )
    lead = blocks.TextBlock(
        label=pgettext_lazy("block", "Why it is shown here"), required=False, rows=2, max_length=400
    )

    class Meta:
        icon = "doc-full-inverse"
        label = pgettext_lazy("block", "Passage of a guideline")


class ExampleAnswer(blocks.StructBlock):
    text = blocks.CharBlock(label=pgettext_lazy("block", "Answer"), max_length=300)
    verdict = blocks.ChoiceBlock(
        Verdict.choices, default=Verdict.GOOD, label=pgettext_lazy("block", "Verdict")
    )
    feedback = blocks.TextBlock(label=pgettext_lazy("block", "Feedback"), rows=3)
    goes_to = blocks.IntegerBlock(
        label=pgettext_lazy("block", "Goes on with step"),
        required=False,
        min_value=2,
        help_text=_("The number of the step that follows. Empty: the example ends here."),
    )


class ExampleStep(blocks.StructBlock):
    question = blocks.CharBlock(label=pgettext_lazy("block", "Question"), max_length=300)
    answers = blocks.ListBlock(
        ExampleAnswer(label=pgettext_lazy("block", "Answer")),
        label=pgettext_lazy("block", "Answers"),
        min_num=2,
        max_num=5,
    )


class WorkedExample(blocks.StructBlock):
    """ "Would you post this?": every answer leads to its own feedback, some to a further question."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)
    situation = blocks.TextBlock(label=pgettext_lazy("block", "What happened"), rows=3)
    post = blocks.TextBlock(label=pgettext_lazy("block", "Post"), rows=3, required=False)
    channel = blocks.CharBlock(label=pgettext_lazy("block", "Channel"), max_length=120, required=False)
    steps = blocks.ListBlock(
        ExampleStep(label=pgettext_lazy("block", "Step")),
        label=pgettext_lazy("block", "Steps"),
        min_num=1,
        max_num=6,
    )

    class Meta:
        icon = "help"
        label = pgettext_lazy("block", "Worked example")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        for number, step in enumerate(cleaned["steps"], start=1):
            for answer in step["answers"]:
                target = answer["goes_to"]
                if target is not None and not number < target <= len(cleaned["steps"]):
                    message = gettext("An answer of step %(step)s leads to a step that does not follow it.")
                    raise StructBlockValidationError(
                        non_block_errors=[ValidationError(message % {"step": number})]
                    )
        return cleaned


class LessonBody(GuidelineBody):
    guideline_section = GuidelineSection()
    worked_example = WorkedExample()


class Lesson(blocks.StructBlock):
    key = blocks.RegexBlock(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=pgettext_lazy("block", "Short name"),
        max_length=64,
        help_text=_("Small letters, digits and hyphens. Questions refer to it, so it stays as it is."),
    )
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)
    minutes = blocks.IntegerBlock(label=pgettext_lazy("block", "Minutes"), min_value=1, max_value=60)
    body = LessonBody(label=pgettext_lazy("block", "Lesson"))

    class Meta:
        icon = "openquote"
        label = pgettext_lazy("block", "Lesson")


class Lessons(blocks.StreamBlock):
    lesson = Lesson()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        keys = [lesson.value["key"] for lesson in cleaned]
        if len(keys) != len(set(keys)):
            raise blocks.StreamBlockValidationError(
                non_block_errors=[ValidationError(gettext("Two lessons have the same short name."))]
            )
        return cleaned
