"""Words for what a playbook counts."""

from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.documents import wording

register = template.Library()
register.filter(wording.minute_and_zone)

HOUR, DAY = 60, 24 * 60


@register.filter
def span(minutes):
    """A number of minutes as people say it: 90 → "90 minutes", 120 → "2 hours", 4320 → "3 days"."""
    if minutes and minutes % DAY == 0:
        days = minutes // DAY
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if minutes and minutes % HOUR == 0:
        hours = minutes // HOUR
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@register.filter
def due_after(minutes):
    """When a task is due after the start of an incident."""
    return _("within %(span)s") % {"span": span(minutes)} if minutes else _("at once")


@register.filter
def then_every(minutes):
    """How often there is news after the first word; one hour and one day have words of their own."""
    if minutes == HOUR:
        return _("then at least every hour")
    if minutes == DAY:
        return _("then at least every day")
    return _("then at least every %(span)s") % {"span": span(minutes)}


@register.filter
def sheet_name(slug):
    """What a kind of print is called."""
    return {
        "card": _("Level card"),
        "playbook": pgettext("playbook", "Playbook"),
        "contacts": _("Contact card and phone tree"),
    }[slug]


@register.filter
def iso_day(text):
    """The day that an ISO date names; empty for what names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return ""
