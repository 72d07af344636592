"""What higher rooms hang into this one: parts of the room, entries of the timeline, what follows an act."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from guidelines.incidents.choices import EntryGroup
from portal.keys.registry import holder

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from accounts.people.models import Employee
    from guidelines.incidents.models import Incident, LevelChange, TimelineEntry
    from guidelines.incidents.storing import Shelf

# Columns of a table: each one the names of the members that stand in it.
Columns = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class EntryKind:
    """A kind of entry: `sentence(entry, facts)` says in the reader's language what happened, in one line and
    without the actor's name (names of others: `reading.name_in`); `icon` is a lucide name. `regions` name the
    parts of the room that change; under `group` people find it in the log."""

    sentence: Callable[["TimelineEntry", Mapping[str, Any]], str]
    icon: str
    regions: tuple[str, ...] = ()
    group: str = EntryGroup.OTHER


_kinds: dict[str, EntryKind] = {}


def entry_kinds(kinds: Mapping[str, EntryKind]) -> None:
    """Declare kinds of entries (slugs such as `statements.approved`). Raises `ValueError` for one twice."""
    for slug, kind in kinds.items():
        if slug in _kinds:
            raise ValueError(f"{slug} is declared twice")
        _kinds[slug] = kind


def require_entry_kind(slug: str) -> None:
    if slug not in _kinds:
        raise LookupError(f"no kind of entry is called {slug}")


def entry_kind(slug: str) -> EntryKind:
    return _kinds[slug]


def kinds_in(group: str) -> list[str]:
    """The kinds of entries that people find under `group`."""
    return [slug for slug, kind in _kinds.items() if kind.group == group]


@dataclass(frozen=True)
class RoomPart:
    """A region of the incident room. `render(request, incident)` gives its HTML, whose outermost element has
    the id `region-<slug>`; "" leaves it out. It is rendered anew when an entry names it among its regions.
    `stylesheet` is a static file that the room's page links."""

    slug: str
    title: str | Promise
    order: int
    render: Callable[["HttpRequest", "Incident"], str]
    stylesheet: str = ""


_parts: dict[str, RoomPart] = {}


def room_part(part: RoomPart) -> RoomPart:
    _parts[part.slug] = part
    return part


def room_parts() -> list[RoomPart]:
    return sorted(_parts.values(), key=lambda one: one.order)


Hook = Callable[["Incident", "Employee | None"], None]

_reported: list[Hook] = []
_started: list[Hook] = []
_ended: list[Hook] = []
_levels: list[Callable[["LevelChange"], None]] = []
_forgotten: list[Callable[["Incident"], None]] = []


def on_reported(hook: Hook) -> Hook:
    """Have `hook(incident, by)` called, in the same transaction, when a report opens an incident."""
    _reported.append(hook)
    return hook


def tell_reported(incident: "Incident", by: "Employee | None") -> None:
    for hook in _reported:
        hook(incident, by)


def on_started(hook: Hook) -> Hook:
    """Have `hook(incident, by)` called, in the same transaction, when an incident begins to run; the
    playbook is pinned, the level declared, roles and tasks are there."""
    _started.append(hook)
    return hook


def tell_started(incident: "Incident", by: "Employee | None") -> None:
    for hook in _started:
        hook(incident, by)


def on_ended(hook: Hook) -> Hook:
    """Have `hook(incident, by)` called, in the same transaction, when an incident is closed, cancelled or
    merged with another."""
    _ended.append(hook)
    return hook


def tell_ended(incident: "Incident", by: "Employee | None") -> None:
    for hook in _ended:
        hook(incident, by)


def on_forgotten(hook: Callable[["Incident"], None]) -> Callable[["Incident"], None]:
    """Have `hook(incident)` called, in the same transaction, when the words of an incident are forgotten:
    what holds copies of them forgets them, too."""
    _forgotten.append(hook)
    return hook


def tell_forgotten(incident: "Incident") -> None:
    for hook in _forgotten:
        hook(incident)


def on_level_declared(hook: Callable[["LevelChange"], None]) -> Callable[["LevelChange"], None]:
    """Have `hook(change)` called, in the same transaction, whenever a level is declared."""
    _levels.append(hook)
    return hook


def tell_level_declared(change: "LevelChange") -> None:
    for hook in _levels:
        hook(change)


Published = Callable[["Incident"], "datetime | None"]

_published: list[Published] = []


def published_source(source: Published) -> Published:
    """Have `source(incident)` say when the public last heard from us, for "next update due"."""
    _published.append(source)
    return source


def last_published(incident: "Incident") -> "datetime | None":
    return max((at for source in _published if (at := source(incident))), default=None)


Unfinished = Callable[["Incident"], Iterable[str]]

_unfinished: list[Unfinished] = []


def unfinished_source(source: Unfinished) -> Unfinished:
    """Have `source(incident)` name what should be finished before closing, a sentence for each: it is shown,
    and closing all the same needs a reason (I3)."""
    _unfinished.append(source)
    return source


def unfinished_of(incident: "Incident") -> list[str]:
    return [sentence for source in _unfinished for sentence in source(incident)]


@dataclass(frozen=True)
class DossierPart:
    """A chapter of the dossier: `rows(incident)` gives plain data for its JSON lines, from which the PDF's
    chapter is made too, so that both agree.

    `labels` names the members that the PDF shows, in their order, also those of lists of rows inside a row;
    `words` says, by member, what its slugs are called. Moments are ISO texts, spans are seconds.
    `tables` lays rows out as a table: those of the chapter under "", those of a member under its name. The
    first member of a column gives its heading.
    """

    slug: str
    title: str | Promise
    order: int
    rows: Callable[["Incident"], Iterable[Mapping[str, Any]]]
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str | Promise]] = field(default_factory=dict)
    tables: Mapping[str, Columns] = field(default_factory=dict)


_dossier: dict[str, DossierPart] = {}


def dossier_part(part: DossierPart) -> DossierPart:
    _dossier[part.slug] = part
    return part


def dossier_parts() -> list[DossierPart]:
    return sorted(_dossier.values(), key=lambda one: one.order)


_shelves: dict[str, "Shelf"] = {}


def evidence_shelf(shelf: "Shelf") -> None:
    """Keep files in the storage of evidence: their keys are known to the ring, and leftovers are removed."""
    _shelves[shelf.folder] = shelf
    holder(f"evidence: {shelf.folder}", shelf.keys, shelf.rewrap)


def evidence_shelves() -> list["Shelf"]:
    return list(_shelves.values())
