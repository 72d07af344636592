"""What this room holds about one person, for "my data": their own acts and words in incidents."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.people.models import Employee
from accounts.people.registry import Section, Stored
from guidelines.incidents.models import (
    Decision,
    EvidenceFile,
    Incident,
    IncidentTask,
    LevelChange,
    Member,
    Report,
    RoleTaken,
    TimelineEntry,
)
from guidelines.incidents.reading import role_name, task_title
from guidelines.incidents.registry import entry_kind

NEWEST = 2000

STORED = (
    Stored(
        _("Incidents"),
        _(
            "what somebody reported and wrote, which role they had and when, their tasks, decisions, levels, "
            "figures and files, and each entry of the log that they made"
        ),
        _("working together while it burns, and showing afterwards what was decided and why"),
        _(
            "files: until their day, which follows the end of the incident; words: three years after the "
            "end; decisions, levels, and that something happened: for good"
        ),
    ),
)


def about_person(person: Employee) -> Iterator[Section]:
    """Reports, roles, tasks, decisions, levels, files and entries of `person`, the newest first."""
    yield from _section(_("Incidents I reported"), _reports(person))
    yield from _section(_("My roles in incidents"), _roles(person))
    yield from _section(_("Incidents I was let into"), _rooms(person))
    yield from _section(_("My tasks in incidents"), _tasks(person))
    yield from _section(_("Decisions and levels I declared"), _acts(person))
    yield from _section(_("Evidence I added"), _files(person))
    yield from _section(_("What I wrote into incident logs"), _entries(person))


def _reports(person: Employee) -> Iterator[dict[str, object]]:
    for one in Report.objects.filter(reported_by=person).select_related("incident").order_by("-pk"):
        yield {
            **_where(one.incident),
            pgettext("my data", "When"): _moment(one.reported_at),
            pgettext("my data", "What"): one.get_trouble_display(),
            pgettext("my data", "In my words"): one.text,
            pgettext("my data", "Link"): one.link,
            pgettext("my data", "Answer"): one.answer,
        }


def _roles(person: Employee) -> Iterator[dict[str, object]]:
    found = RoleTaken.objects.filter(person=person).select_related("incident__edition__work")
    for one in found.order_by("-pk"):
        yield {
            **_where(one.incident),
            pgettext("my data", "Role"): role_name(one.incident, one.role),
            pgettext("my data", "From"): _moment(one.taken_at),
            pgettext("my data", "Until"): _moment(one.ended_at),
            pgettext("my data", "Note"): one.note,
        }


def _rooms(person: Employee) -> Iterator[dict[str, object]]:
    for one in Member.objects.filter(person=person).select_related("incident").order_by("-pk"):
        yield {**_where(one.incident), pgettext("my data", "When"): _moment(one.added_at)}


def _tasks(person: Employee) -> Iterator[dict[str, object]]:
    found = IncidentTask.objects.filter(assignee=person) | IncidentTask.objects.filter(settled_by=person)
    for one in found.select_related("incident__edition__work").order_by("-pk"):
        yield {
            **_where(one.incident),
            pgettext("my data", "Task"): task_title(one.incident, one.key, one.title),
            pgettext("my data", "State"): one.get_state_display(),
            pgettext("my data", "Note"): one.note if one.settled_by_id == person.pk else "",
        }


def _acts(person: Employee) -> Iterator[dict[str, object]]:
    for one in Decision.objects.filter(decided_by=person).select_related("incident").order_by("-pk"):
        yield {
            **_where(one.incident),
            pgettext("my data", "When"): _moment(one.decided_at),
            pgettext("my data", "What"): f"{one.question} → {one.chosen}",
            pgettext("my data", "Reason"): one.reason,
        }
    for level in LevelChange.objects.filter(declared_by=person).select_related("incident").order_by("-pk"):
        yield {
            **_where(level.incident),
            pgettext("my data", "When"): _moment(level.declared_at),
            pgettext("my data", "What"): f"{level.social} / {level.media}",
            pgettext("my data", "Reason"): level.reason,
        }


def _files(person: Employee) -> Iterator[dict[str, object]]:
    for one in EvidenceFile.objects.filter(added_by=person).select_related("incident").order_by("-pk"):
        yield {
            **_where(one.incident),
            pgettext("my data", "When"): _moment(one.added_at),
            pgettext("my data", "File"): one.name,
            pgettext("my data", "What it shows"): one.about,
            pgettext("my data", "Deleted"): _moment(one.deleted_at),
        }


def _entries(person: Employee) -> Iterator[dict[str, object]]:
    found = TimelineEntry.objects.filter(actor=person).select_related("incident__edition__work", "words")
    for one in found.order_by("-pk")[:NEWEST]:
        words = getattr(one, "words", None)
        yield {
            **_where(one.incident),
            pgettext("my data", "When"): _moment(one.at),
            pgettext("my data", "What"): entry_kind(one.kind).sentence(one, one.facts),
            pgettext("my data", "In my words"): words.text if words else "",
        }


def _where(incident: Incident) -> dict[str, object]:
    return {pgettext("my data", "Incident"): incident.number}


def _section(title: Any, rows: Iterable[dict[str, object]]) -> Iterator[Section]:
    found = list(rows)
    if found:
        yield Section(title, found)


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
