"""Does the log of every incident still say what was written? Runs with every check of the trail (I6)."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from guidelines.incidents.models import Incident, TimelineEntry
from guidelines.incidents.timeline import text_digest
from portal.audit.chain import Link, first_broken
from portal.audit.models import AuditEvent
from portal.audit.registry import Wrong
from portal.audit.trail import head

CHUNK = 1000


def first_altered(progress: Callable[[int, int], None]) -> Wrong | None:
    """The first incident whose log was altered, cut or written past the trail, or None."""
    head_seq, _hash = head()
    total = Incident.objects.count()
    for done, incident in enumerate(Incident.objects.order_by("pk").iterator(chunk_size=CHUNK)):
        progress(done, total)
        wrong = wrong_in(incident)
        if wrong:
            return _row_of(incident), f"the log of incident {incident.number}: {wrong}"
    return _first_unanchored(head_seq)


def wrong_in(incident: Incident) -> str:
    """What is wrong with the log of one incident, or "". Entries written meanwhile are left out."""
    broken = first_broken(_links(incident), head_seq=incident.head_seq, head_hash=incident.head_hash)
    return f"entry {broken.seq}: {broken.why}" if broken else ""


def _links(incident: Incident) -> Iterator[Link]:
    entries = incident.entries.filter(seq__lte=incident.head_seq).select_related(
        "actor", "supersedes", "words"
    )
    for entry in entries.order_by("seq").iterator(chunk_size=CHUNK):
        flaw = _flaw(incident, entry)
        yield Link(entry.seq, entry.canonical, entry.previous_hash, entry.body_hash, entry.hash, flaw)


def _flaw(incident: Incident, entry: TimelineEntry) -> str:
    """What differs between the columns and the text of an entry, or between a text and its digest. A text
    that was forgotten by rule is gone with its row, and no flaw."""
    try:
        said = json.loads(entry.canonical)
        at = datetime.fromisoformat(said["at"])
    except (ValueError, KeyError, TypeError):
        return "the text of the entry cannot be read"
    columns = {
        "incident": str(incident.ref),
        "seq": entry.seq,
        "kind": entry.kind,
        "actor": str(entry.actor.ref) if entry.actor else "",
        "supersedes": entry.supersedes.seq if entry.supersedes else 0,
    }
    if at != entry.at or any(said.get(name) != value for name, value in columns.items()):
        return "the columns of the entry differ from its text"
    words = getattr(entry, "words", None)
    if words is not None and text_digest(words.salt, words.text) != said.get("text"):
        return "what somebody wrote was altered"
    return ""


def _first_unanchored(head_seq: int) -> Wrong | None:
    """An entry that the trail knows and that is gone or another one: a log cut off together with its head."""
    rows = AuditEvent.objects.filter(verb="incident.logged", seq__lte=head_seq).order_by("seq")
    known: dict[tuple[str, int], str] = {}
    for event in rows.iterator(chunk_size=CHUNK):
        said = json.loads(event.canonical)["details"]
        known[event.object_id, said["seq"]] = said["head"]
        if len(known) == CHUNK:
            wrong = _gone(known)
            if wrong:
                return wrong
            known = {}
    return _gone(known)


def _gone(known: dict[tuple[str, int], str]) -> Wrong | None:
    there = TimelineEntry.objects.filter(hash__in=known.values()).values_list("incident__ref", "seq", "hash")
    found = {(str(ref), seq): entry_hash for ref, seq, entry_hash in there}
    for (ref, seq), entry_hash in known.items():
        if found.get((ref, seq)) != entry_hash:
            return _row_of_ref(
                UUID(ref)
            ), f"entry {seq} of the log of incident {ref} is not what the trail knows"
    return None


def _row_of(incident: Incident) -> int:
    return _row_of_ref(incident.ref)


def _row_of_ref(ref: UUID) -> int:
    rows = AuditEvent.objects.filter(object_type="incidents.incident", object_id=str(ref)).order_by("-seq")
    return rows.values_list("seq", flat=True).first() or 0
