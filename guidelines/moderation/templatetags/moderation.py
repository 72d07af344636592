from datetime import datetime

from django import template

from guidelines.moderation.deadlines import until_when

register = template.Library()


@register.filter
def due(moment: datetime | None, style: str = "SHORT") -> str:
    """Until when, for a reader: a day as a day. `style`: SHORT or LONG; "" for no moment."""
    return until_when(moment, is_short=style == "SHORT") if moment else ""
