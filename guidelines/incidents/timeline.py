"""The log of an incident: written by the operations themselves, chained, never changed (I6)."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.models import Incident, TimelineEntry, TimelineText
from guidelines.incidents.registry import require_entry_kind
from portal.audit.chain import body_hash, canonical_text, link, storable
from portal.audit.trail import record


def held(incident: Incident) -> Incident:
    """The incident as it is now, locked until the operation ends. Lock people and accounts before it."""
    return Incident.objects.held().select_related("edition__work").get(pk=incident.pk)


def write(
    incident: Incident,
    kind: str,
    *,
    by: Employee | None,
    facts: Mapping[str, Any] | None = None,
    text: str = "",
    supersedes: TimelineEntry | None = None,
) -> TimelineEntry:
    """Append one entry to the timeline of an incident that the running operation has locked (`held`).

    `facts` are the entry's matter: ids, keys, numbers, moments as ISO text; nothing that must be forgotten.
    `text` is what somebody wrote; it stands beside the chain. Raises `LookupError` for an unknown kind.
    """
    require_entry_kind(kind)
    now, seq, words = timezone.now(), incident.head_seq + 1, storable(text).strip()
    salt = secrets.token_hex(16) if words else ""
    canonical = canonical_text(
        {
            "incident": str(incident.ref),
            "seq": seq,
            "at": now.isoformat(),
            "kind": kind,
            "actor": str(by.ref) if by else "",
            "supersedes": supersedes.seq if supersedes else 0,
            "facts": facts or {},
            "text": text_digest(salt, words) if words else "",
        }
    )
    body = body_hash(canonical)
    entry = TimelineEntry.objects.create(
        incident=incident,
        seq=seq,
        at=now,
        kind=kind,
        actor=by,
        supersedes=supersedes,
        canonical=canonical,
        previous_hash=incident.head_hash,
        body_hash=body,
        hash=link(incident.head_hash, body),
    )
    if words:
        TimelineText.objects.create(entry=entry, salt=salt, text=words)
    incident.head_seq, incident.head_hash = seq, entry.hash
    incident.save(update_fields=["head_seq", "head_hash"])
    # Anchored in the trail: a log that is cut or written anew together with its head does not fit any more.
    record("incident.logged", by=by, obj=incident, details={"seq": seq, "head": entry.hash})
    return entry


def text_digest(salt: str, text: str) -> str:
    """What the chain keeps of a text: SHA-256 of its salt and itself, hexadecimal."""
    return hashlib.sha256((salt + text).encode()).hexdigest()
