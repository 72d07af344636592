"""What a guideline is made of. Every text in here becomes a segment that wagtail-localize translates.

There is no block for raw HTML, and none whose content is fetched while somebody reads.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from guidelines.library.choices import EmbedKind, Tone, Verdict
from guidelines.library.providers import (
    PROVIDERS,
    Provider,
    can_be_shown_here,
    embed_address,
    provider_choices,
)

RICH_TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
MAX_COLUMNS = 8
KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
KEY_HELP = _("Small letters, digits and hyphens. Others refer to it, so it stays as it is.")


def rich_text(**kwargs: Any) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=RICH_TEXT_FEATURES, **kwargs)


def key_block(**kwargs: Any) -> blocks.RegexBlock:
    """A short name by which something else refers to this: the same in every language."""
    return blocks.RegexBlock(KEY, max_length=64, **kwargs)


class HeadingText(blocks.StructBlock):
    heading = blocks.CharBlock(label=pgettext_lazy("block", "Heading"), max_length=200)
    text = rich_text(label=pgettext_lazy("block", "Text"), required=False)

    class Meta:
        icon = "title"
        label = pgettext_lazy("block", "Heading and text")


class KeyPoint(blocks.StructBlock):
    text = blocks.TextBlock(label=pgettext_lazy("block", "The one sentence to remember"), max_length=500)

    class Meta:
        icon = "pick"
        label = pgettext_lazy("block", "Key point")


class DoDontPair(blocks.StructBlock):
    do = blocks.TextBlock(label=pgettext_lazy("block", "Do"), rows=2)
    dont = blocks.TextBlock(label=pgettext_lazy("block", "Don’t"), rows=2)
    why = blocks.TextBlock(label=pgettext_lazy("block", "Why"), rows=2, required=False)


class DoDont(blocks.StructBlock):
    pairs = blocks.ListBlock(
        DoDontPair(label=pgettext_lazy("block", "Pair")), label=pgettext_lazy("block", "Pairs"), min_num=1
    )

    class Meta:
        icon = "tick"
        label = pgettext_lazy("block", "Do and don’t")


class ExamplePost(blocks.StructBlock):
    verdict = blocks.ChoiceBlock(
        Verdict.choices, default=Verdict.GOOD, label=pgettext_lazy("block", "Verdict")
    )
    author = blocks.CharBlock(label=pgettext_lazy("block", "Author"), max_length=120)
    channel = blocks.CharBlock(label=pgettext_lazy("block", "Channel"), max_length=120, required=False)
    text = blocks.TextBlock(label=pgettext_lazy("block", "Post"), rows=4)
    comment = blocks.TextBlock(
        label=pgettext_lazy("block", "What is good or bad about it"), rows=2, required=False
    )

    class Meta:
        icon = "openquote"
        label = pgettext_lazy("block", "Example post")


class Callout(blocks.StructBlock):
    tone = blocks.ChoiceBlock(Tone.choices, default=Tone.INFO, label=pgettext_lazy("block", "Kind"))
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)
    text = rich_text(label=pgettext_lazy("block", "Text"))

    class Meta:
        icon = "info-circle"
        label = pgettext_lazy("block", "Callout")


class Step(blocks.StructBlock):
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)
    text = blocks.TextBlock(label=pgettext_lazy("block", "Text"), rows=2, required=False)


class Steps(blocks.StructBlock):
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200, required=False)
    steps = blocks.ListBlock(
        Step(label=pgettext_lazy("block", "Step")), label=pgettext_lazy("block", "Steps"), min_num=1
    )

    class Meta:
        icon = "list-ol"
        label = pgettext_lazy("block", "Steps")


class Contact(blocks.StructBlock):
    name = blocks.CharBlock(label=pgettext_lazy("block", "Name"), max_length=200)
    role = blocks.CharBlock(label=pgettext_lazy("block", "Responsible for"), max_length=200, required=False)
    email = blocks.EmailBlock(label=pgettext_lazy("block", "E-mail"), required=False)
    phone = blocks.CharBlock(label=pgettext_lazy("block", "Phone"), max_length=60, required=False)
    note = blocks.TextBlock(label=pgettext_lazy("block", "Note"), rows=2, required=False)

    class Meta:
        icon = "user"
        label = pgettext_lazy("block", "Contact")


class File(blocks.StructBlock):
    document = DocumentChooserBlock(label=pgettext_lazy("block", "Document"))
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)

    class Meta:
        icon = "doc-full"
        label = pgettext_lazy("block", "File")


class Picture(blocks.StructBlock):
    image = ImageChooserBlock(label=pgettext_lazy("block", "Picture"))
    alt = blocks.TextBlock(
        label=pgettext_lazy("block", "What the picture shows"),
        rows=2,
        required=False,
        help_text=_("Read aloud to people who cannot see the picture. Leave it empty only for decoration."),
    )
    caption = blocks.CharBlock(label=pgettext_lazy("block", "Caption"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = pgettext_lazy("block", "Picture")


class TableRow(blocks.StructBlock):
    cells = blocks.ListBlock(
        blocks.TextBlock(rows=1, required=False, label=pgettext_lazy("block", "Cell")),
        label=pgettext_lazy("block", "Cells"),
    )


class Table(blocks.StructBlock):
    caption = blocks.CharBlock(label=pgettext_lazy("block", "What the table shows"), max_length=300)
    columns = blocks.ListBlock(
        blocks.CharBlock(max_length=120, label=pgettext_lazy("block", "Column")),
        label=pgettext_lazy("block", "Columns"),
        min_num=1,
        max_num=MAX_COLUMNS,
    )
    rows = blocks.ListBlock(
        TableRow(label=pgettext_lazy("block", "Row")), label=pgettext_lazy("block", "Rows"), min_num=1
    )

    class Meta:
        icon = "table"
        label = pgettext_lazy("block", "Table")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        width = len(cleaned["columns"])
        if any(len(row["cells"]) != width for row in cleaned["rows"]):
            message = gettext("Every row needs as many cells as there are columns (%(width)s).") % {
                "width": width
            }
            raise StructBlockValidationError(non_block_errors=[ValidationError(message)])
        return cleaned


class Question(blocks.StructBlock):
    question = blocks.CharBlock(label=pgettext_lazy("block", "Question"), max_length=300)
    answer = rich_text(label=pgettext_lazy("block", "Answer"))


class Faq(blocks.StructBlock):
    items = blocks.ListBlock(
        Question(label=pgettext_lazy("block", "Question")),
        label=pgettext_lazy("block", "Questions"),
        min_num=1,
    )

    class Meta:
        icon = "help"
        label = pgettext_lazy("block", "Questions and answers")


class Embed(blocks.StructBlock):
    """A video or post of another provider: a placeholder until the reader decides (two clicks)."""

    kind = blocks.ChoiceBlock(
        EmbedKind.choices, default=EmbedKind.VIDEO, label=pgettext_lazy("block", "Kind")
    )
    provider = blocks.ChoiceBlock(provider_choices, label=pgettext_lazy("block", "Provider"))
    url = blocks.URLBlock(label=pgettext_lazy("block", "Address"), max_length=500)
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)
    description = blocks.TextBlock(label=pgettext_lazy("block", "What it shows"), rows=2, required=False)

    class Meta:
        icon = "media"
        label = pgettext_lazy("block", "Video or post (two clicks)")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        refusal = embed_refusal(cleaned["kind"], cleaned["provider"], cleaned["url"])
        if refusal:
            field, message = refusal
            raise StructBlockValidationError(block_errors={field: ValidationError(message)})
        return cleaned


def embed_refusal(kind: str, slug: str, url: str) -> tuple[str, str] | None:
    """The field at fault and why this embed is not possible, or `None` when it is."""
    provider = PROVIDERS.get(slug)
    if provider is None:
        return "provider", gettext("This provider is not known here.")
    if not url.startswith("https://"):
        return "url", gettext("The address must begin with https://.")
    if provider.hosts and not provider.owns(url):
        return "url", gettext("This address does not belong to %(provider)s.") % {"provider": provider.name}
    return _video_refusal(provider, url) if kind == EmbedKind.VIDEO else None


def _video_refusal(provider: Provider, url: str) -> tuple[str, str] | None:
    if not can_be_shown_here(provider.slug):
        message = gettext(
            "Videos of %(provider)s cannot be shown here without giving away readers’ data. "
            "Choose “Post” instead: readers then get a link."
        )
        return "provider", message % {"provider": provider.name}
    if embed_address(provider.slug, url) is None:
        return "url", gettext("This is not the address of a single video.")
    return None


class GuidelineBody(blocks.StreamBlock):
    heading_text = HeadingText()
    key_point = KeyPoint()
    do_dont = DoDont()
    example_post = ExamplePost()
    callout = Callout()
    steps = Steps()
    contact = Contact()
    file = File()
    picture = Picture()
    table = Table()
    faq = Faq()
    embed = Embed()


class Source(blocks.StructBlock):
    """A law, a report or a page that a guideline relies on."""

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=300)
    date = blocks.RegexBlock(
        r"^\d{4}(-\d{2}(-\d{2})?)?$",
        label=pgettext_lazy("block", "Date"),
        required=False,
        help_text=_("A year, a month or a day, for example 2022-05-28."),
        error_messages={"invalid": _("Please write a year, a month or a day, for example 2022-05-28.")},
    )
    url = blocks.URLBlock(label=pgettext_lazy("block", "Address"), max_length=500, required=False)

    class Meta:
        icon = "link"
        label = pgettext_lazy("block", "Source")


class Sources(blocks.StreamBlock):
    source = Source()
