"""What entries of the log about evidence, decisions, figures and planned posts say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guidelines.incidents.choices import EntryGroup
from guidelines.incidents.models import TimelineEntry
from guidelines.incidents.registry import EntryKind

Facts = Mapping[str, Any]


def _evidence_added(entry: TimelineEntry, facts: Facts) -> str:
    return _("added a file; its SHA-256 begins with {digest}").format(
        digest=str(facts.get("sha256", ""))[:12]
    )


def _evidence_day_set(entry: TimelineEntry, facts: Facts) -> str:
    day = date_format(date.fromisoformat(facts["day"]), "DATE_FORMAT")
    return _("set the day on which a file is deleted: {day}").format(day=day)


def _evidence_deleted(entry: TimelineEntry, facts: Facts) -> str:
    return _("A file was deleted on its day; the SHA-256 beginning with {digest} stays").format(
        digest=str(facts.get("sha256", ""))[:12]
    )


KINDS = {
    "incidents.evidence-added": EntryKind(_evidence_added, "paperclip", ("evidence",), EntryGroup.EVIDENCE),
    "incidents.evidence-dated": EntryKind(
        _evidence_day_set, "calendar-clock", ("evidence",), EntryGroup.EVIDENCE
    ),
    "incidents.evidence-deleted": EntryKind(_evidence_deleted, "trash-2", ("evidence",), EntryGroup.EVIDENCE),
}
