"""What this room's entries of the incident log say."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.alarms.choices import Channel
from guidelines.incidents.choices import EntryGroup
from guidelines.incidents.models import TimelineEntry
from guidelines.incidents.reading import name_in, role_name
from guidelines.incidents.registry import EntryKind

Facts = Mapping[str, Any]
REGIONS = ("alarm",)
PEOPLE = EntryGroup.PEOPLE


def _wanted(plain: Callable[[], str], for_role: Callable[[], str]) -> Callable[[TimelineEntry, Facts], str]:
    """A sentence about the lead, and one about another role of the playbook."""

    def sentence(entry: TimelineEntry, facts: Facts) -> str:
        if not facts["role"]:
            return plain()
        return for_role() % {"role": role_name(entry.incident, facts["role"])}

    return sentence


def _called(entry: TimelineEntry, facts: Facts) -> str:
    if "person" in facts:
        return _("call %(step)s: %(person)s") % {
            "step": facts["step"],
            "person": name_in(entry, facts, "person"),
        }
    said = ngettext(
        "call %(step)s: %(count)s person at once", "call %(step)s: %(count)s people at once", facts["count"]
    )
    return said % facts


def _failed(entry: TimelineEntry, facts: Facts) -> str:
    channel = Channel(facts["channel"]).label
    return _("%(channel)s did not get through (%(error)s)") % {"channel": channel, "error": facts["error"]}


KINDS = {
    "alarms.raised": EntryKind(
        _wanted(lambda: _("alarm raised"), lambda: _("alarm raised for %(role)s")),
        "bell-ring",
        REGIONS,
        PEOPLE,
    ),
    "alarms.called": EntryKind(_called, "phone-outgoing", REGIONS, PEOPLE),
    "alarms.answered": EntryKind(
        _wanted(lambda: _("answered: “I have it”"), lambda: _("answered: “I have it”, for %(role)s")),
        "circle-check",
        REGIONS,
        PEOPLE,
    ),
    "alarms.passed_on": EntryKind(
        _wanted(lambda: _("answered: “I cannot”"), lambda: _("answered: “I cannot”, for %(role)s")),
        "phone-forwarded",
        REGIONS,
        PEOPLE,
    ),
    "alarms.exhausted": EntryKind(
        _wanted(
            lambda: _("everybody was called, nobody has answered"),
            lambda: _("everybody was called for %(role)s, nobody has answered"),
        ),
        "triangle-alert",
        REGIONS,
        PEOPLE,
    ),
    "alarms.channel_failed": EntryKind(_failed, "unplug", REGIONS, PEOPLE),
}
