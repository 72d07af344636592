"""What people write into the log by hand. Nothing in it is ever changed; a correction follows."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.models import Incident, Pin, TimelineEntry
from guidelines.incidents.permissions import can_enter
from guidelines.incidents.rules import CorrectedAlready, NothingToCorrect, ReasonRequired
from guidelines.incidents.timeline import held, write
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation

NOTES = ("incidents.note", "incidents.correction")


@operation
def add_note(*, incident: Incident, text: str, by: Employee) -> TimelineEntry:
    """Write something down; after the end, too. Raises `ReasonRequired` for nothing, `NotPermitted`."""
    incident = _inside(incident, by)
    words = storable(text).strip()
    if not words:
        raise ReasonRequired
    return write(incident, "incidents.note", by=by, text=words)


@operation
def correct_entry(*, entry: TimelineEntry, text: str, by: Employee) -> TimelineEntry:
    """Say it right; what was said stays, struck through. Raises `NothingToCorrect`, `CorrectedAlready`."""
    incident = _inside(entry.incident, by)
    words = storable(text).strip()
    if not words:
        raise ReasonRequired
    if entry.kind not in NOTES:
        raise NothingToCorrect
    if entry.corrections.exists():
        raise CorrectedAlready
    facts = {"seq": entry.seq}
    return write(incident, "incidents.correction", by=by, facts=facts, text=words, supersedes=entry)


@operation
def pin_entry(*, entry: TimelineEntry, by: Employee) -> Pin:
    """Keep an entry on top for everybody in the room."""
    incident = _inside(entry.incident, by)
    made, is_new = Pin.objects.get_or_create(
        entry=entry, defaults={"pinned_by": by, "pinned_at": timezone.now()}
    )
    if is_new:
        write(incident, "incidents.pinned", by=by, facts={"seq": entry.seq})
    return made


@operation
def unpin_entry(*, entry: TimelineEntry, by: Employee) -> None:
    incident = _inside(entry.incident, by)
    if Pin.objects.filter(entry=entry).delete()[0]:
        write(incident, "incidents.unpinned", by=by, facts={"seq": entry.seq})


def _inside(incident: Incident, by: Employee) -> Incident:
    incident = held(incident)
    if not can_enter(by, incident):
        raise NotPermitted
    return incident
