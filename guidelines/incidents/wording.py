"""What entries of the log about evidence, decisions, figures, planned posts and emergency access say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.register.models import Platform
from guidelines.incidents.choices import EntryGroup, FreezeState
from guidelines.incidents.models import TimelineEntry
from guidelines.incidents.registry import EntryKind

Facts = Mapping[str, Any]


def _evidence_added(entry: TimelineEntry, facts: Facts) -> str:
    return _("added a file; its SHA-256 begins with {digest}").format(digest=_digest(facts))


def _evidence_dated(entry: TimelineEntry, facts: Facts) -> str:
    day = date_format(date.fromisoformat(facts["day"]), "DATE_FORMAT")
    return _("set the day on which a file is deleted: {day}").format(day=day)


def _evidence_deleted(entry: TimelineEntry, facts: Facts) -> str:
    return _("deleted a file on its day; its SHA-256, which begins with {digest}, stays").format(
        digest=_digest(facts)
    )


def _digest(facts: Facts) -> str:
    return str(facts.get("sha256", ""))[:12]


def _decided(entry: TimelineEntry, facts: Facts) -> str:
    return _("replaced a decision") if facts.get("replaces") else _("decided")


def _measured(entry: TimelineEntry, facts: Facts) -> str:
    count = facts["count"]
    text = ngettext(
        "noted how loud it is: {mentions} mentions an hour",
        "noted {count} lines of figures; the newest: {mentions} mentions an hour",
        count,
    )
    return text.format(count=count, mentions=number_format(facts["mentions"], force_grouping=True))


def _freeze_opened(entry: TimelineEntry, facts: Facts) -> str:
    text = ngettext(
        "put {count} account on the list of planned posts to halt",
        "put {count} accounts on the list of planned posts to halt",
        facts["count"],
    )
    return text.format(count=facts["count"])


def _freeze_line(entry: TimelineEntry, facts: Facts) -> str:
    return _("planned posts: {state}").format(state=FreezeState(facts["state"]).label)


def _freeze_platform(entry: TimelineEntry, facts: Facts) -> str:
    platform = Platform.objects.filter(slug=facts["platform"]).first()
    text = ngettext(
        "planned posts of {count} account on {platform}: {state}",
        "planned posts of {count} accounts on {platform}: {state}",
        facts["count"],
    )
    return text.format(
        count=facts["count"],
        platform=platform or facts["platform"],
        state=FreezeState(facts["state"]).label,
    )


def _emergency(entry: TimelineEntry, facts: Facts) -> str:
    return _("used emergency access to an account")


def _forgotten(entry: TimelineEntry, facts: Facts) -> str:
    return _("took away what people had written, by rule; what happened and when stays")


KINDS = {
    "incidents.evidence-added": EntryKind(_evidence_added, "paperclip", ("evidence",), EntryGroup.EVIDENCE),
    "incidents.evidence-dated": EntryKind(
        _evidence_dated, "calendar-clock", ("evidence",), EntryGroup.EVIDENCE
    ),
    "incidents.evidence-deleted": EntryKind(_evidence_deleted, "trash-2", ("evidence",), EntryGroup.EVIDENCE),
    "incidents.decided": EntryKind(_decided, "signpost", ("decisions",), EntryGroup.DECISIONS),
    "incidents.measured": EntryKind(_measured, "chart-line", ("metrics",), EntryGroup.LEVEL),
    "incidents.freeze-opened": EntryKind(_freeze_opened, "snowflake", ("freezing",)),
    "incidents.freeze-line": EntryKind(_freeze_line, "snowflake", ("freezing",)),
    "incidents.freeze-platform": EntryKind(_freeze_platform, "snowflake", ("freezing",)),
    "incidents.emergency": EntryKind(_emergency, "siren", ("freezing",)),
    "incidents.words-forgotten": EntryKind(_forgotten, "eraser"),
}
