"""The log as people read it: newest first, in pages, in UTC and in their own time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guidelines.incidents.models import Incident, Pin, TimelineEntry
from guidelines.incidents.operations.notes import NOTES
from guidelines.incidents.reading import give_names
from guidelines.incidents.registry import entry_kind, kinds_in

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One entry for people to read."""

    entry: TimelineEntry
    icon: str
    sentence: str
    text: str
    who: str
    is_replaced: bool
    is_pinned: bool
    corrects: int
    can_correct: bool

    @property
    def local(self) -> datetime:
        return timezone.localtime(self.entry.at)

    @property
    def local_text(self) -> str:
        """Day and time as the reader's clock shows them, with the distance to UTC."""
        day, offset = date_format(self.local, "SHORT_DATE_FORMAT"), self.local.strftime("%z")
        return f"{day} {self.local:%H:%M:%S} (UTC{offset[:3]}:{offset[3:]})"

    @property
    def utc_text(self) -> str:
        return f"{self.entry.at.astimezone(UTC):%H:%M:%S} UTC"


def lines_of(incident: Incident, entries: Iterable[TimelineEntry]) -> list[Line]:
    """Sentences for `entries` of one incident; a fixed number of statements, whatever their number."""
    listed = list(entries)
    for entry in listed:
        entry.incident = incident  # so that its plan is read once
    give_names(listed)
    return [_line(entry) for entry in listed]


def newest(incident: Incident, *, before: int = 0, group: str = "", who: str = "") -> list[TimelineEntry]:
    """One page and one entry more, which says that there are older ones."""
    entries = _read(incident.entries.all())
    if before:
        entries = entries.filter(seq__lt=before)
    if group:
        entries = entries.filter(kind__in=kinds_in(group))
    if who:
        entries = entries.filter(actor__ref=_ref(who))
    return list(entries.order_by("-seq")[: PAGE + 1])


def since(incident: Incident, seen: int) -> list[TimelineEntry]:
    """What came after the entry `seen`, newest first; one page and one more."""
    return list(_read(incident.entries.filter(seq__gt=seen)).order_by("-seq")[: PAGE + 1])


def named(incident: Incident, seqs: Sequence[int]) -> list[TimelineEntry]:
    return list(_read(incident.entries.filter(seq__in=seqs)).order_by("-seq")) if seqs else []


def pinned(incident: Incident) -> list[TimelineEntry]:
    return list(_read(incident.entries.filter(pin__isnull=False)).order_by("seq"))


def _read(entries: QuerySet[TimelineEntry]) -> QuerySet[TimelineEntry]:
    corrections = TimelineEntry.objects.filter(supersedes=OuterRef("pk"))
    return entries.select_related("actor", "words", "supersedes").annotate(
        is_replaced=Exists(corrections), is_pinned=Exists(Pin.objects.filter(entry=OuterRef("pk")))
    )


def sentence_of(entry: TimelineEntry) -> str:
    """What the entry says, without who did it. Damaged facts must not close the room while it burns, nor
    keep a dossier from being made; the chain check names them."""
    try:
        return entry_kind(entry.kind).sentence(entry, entry.facts)
    except (KeyError, TypeError, ValueError):
        return _("an entry that cannot be read")


def _line(entry: TimelineEntry) -> Line:
    replaced = bool(getattr(entry, "is_replaced", False))
    return Line(
        entry=entry,
        icon=entry_kind(entry.kind).icon,
        sentence=sentence_of(entry),
        text=entry.words.text if hasattr(entry, "words") else "",
        who=entry.actor.name if entry.actor else _("The portal"),
        is_replaced=replaced,
        is_pinned=bool(getattr(entry, "is_pinned", False)),
        corrects=entry.supersedes.seq if entry.supersedes else 0,
        can_correct=entry.kind in NOTES and not replaced,
    )


def _ref(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
