"""What the privacy coach says about a platform, in blocks. Words become segments that wagtail-localize
translates; short names, addresses and days are the same in every language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from guidelines.library.blocks import KEY_HELP, Source, key_block


class CardBlock(blocks.StructBlock):
    key = key_block(label=pgettext_lazy("block", "Short name"), help_text=KEY_HELP)
    title = blocks.CharBlock(
        label=pgettext_lazy("block", "Switch"),
        max_length=200,
        help_text=_("What the switch does, not the way to it: menus move."),
    )
    why = blocks.TextBlock(label=pgettext_lazy("block", "Why"), rows=3, max_length=1500)
    set = blocks.TextBlock(label=pgettext_lazy("block", "What to set"), rows=2, max_length=1500)
    remains = blocks.TextBlock(
        label=pgettext_lazy("block", "What still happens with it"), required=False, rows=2, max_length=1500
    )
    source = Source(label=pgettext_lazy("block", "Source"))

    class Meta:
        icon = "cog"
        label = pgettext_lazy("block", "Switch")


class Cards(blocks.StreamBlock):
    card = CardBlock()


class FixedBlock(blocks.StructBlock):
    key = key_block(label=pgettext_lazy("block", "Short name"), help_text=KEY_HELP)
    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=200)
    text = blocks.TextBlock(label=pgettext_lazy("block", "Text"), rows=3, max_length=1500)

    class Meta:
        icon = "lock"
        label = pgettext_lazy("block", "What no switch turns off")


class FixedThings(blocks.StreamBlock):
    fixed = FixedBlock()
