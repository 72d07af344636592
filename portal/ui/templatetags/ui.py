"""Tags of the frame: icons, the bundled assets, initials."""

from functools import lru_cache

import lucide
from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from portal.ui import bundle, registry

register = template.Library()

TONE_ICONS = {
    "neutral": "circle",
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "octagon-alert",
}
MESSAGE_TONES = {
    "debug": "neutral",
    "info": "info",
    "success": "success",
    "warning": "warning",
    "error": "danger",
}


@lru_cache(maxsize=512)
def _svg(name: str, size: int) -> str:
    return lucide._render_icon(name, size, aria_hidden="true", focusable="false", stroke_width="1.9")


@register.simple_tag
def icon(name, size=20):
    """A lucide icon. Decorative: the word beside it, or `visually-hidden` text, carries the meaning."""
    return mark_safe(_svg(str(name), int(size)))


@register.simple_tag(takes_context=True)
def ways_in(context):
    """The ways to sign in that other rooms offer, for the sign-in page."""
    return [way for ways in registry.sign_in_ways for way in ways(context["request"])]


@register.simple_tag
def stylesheet_link():
    href = reverse("ui:stylesheet", args=[bundle.stylesheet().digest])
    return format_html('<link rel="stylesheet" href="{}">', href)


@register.simple_tag
def script_link():
    src = reverse("ui:script", args=[bundle.script().digest])
    return format_html('<script type="module" src="{}"></script>', src)


@register.filter
def tone_icon(tone):
    return TONE_ICONS.get(tone, "circle")


@register.filter
def message_tone(level_tag):
    """The tone of a Django message level."""
    return MESSAGE_TONES.get(level_tag, "info")


@register.filter
def initials(name):
    """At most two capitals of a name: "Ada von Lovelace" → "AL"."""
    words = [word for word in str(name or "").split() if word[0].isalpha()]
    if not words:
        return "?"
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


@register.filter
def is_check(field):
    """Whether a bound field is a single tick box, whose label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def focus_id(field):
    """The id an error summary can jump to: the field, or the first of its choices."""
    return field.id_for_label or f"{field.auto_id}_0"
