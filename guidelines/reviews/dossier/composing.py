"""The lines of a dossier: the incident, every chapter, every entry of the log, a line that closes them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.people.models import Organisation
from guidelines.editions.reading import text_for
from guidelines.incidents.log import sentence_of
from guidelines.incidents.models import Incident
from guidelines.incidents.reading import give_names
from guidelines.incidents.registry import dossier_parts
from guidelines.reviews.dossier.chapters import moment, name_of
from guidelines.reviews.dossier.checking import ENTRY, FORMAT, HEAD, closing_line
from portal.audit.chain import canonical_text


def rows_of(incident: Incident, *, language: str, at: datetime) -> list[dict[str, Any]]:
    """Plain data of every line but the last, read from an incident that is locked meanwhile, with sentences
    in the active language and moments in the active time zone."""
    rows = [_head(incident, language, at)]
    for part in dossier_parts():
        rows += [{"type": part.slug, **row} for row in part.rows(incident)]
    return [*rows, *_entries(incident)]


def lines_of(rows: list[dict[str, Any]]) -> bytes:
    """The file: one canonical JSON text a line, and the line that counts and hashes them."""
    lines = [canonical_text(row) for row in rows]
    lines.append(canonical_text(closing_line(lines)))
    return ("\n".join(lines) + "\n").encode()


def _head(incident: Incident, language: str, at: datetime) -> dict[str, Any]:
    edition, company = incident.edition, Organisation.objects.first()
    return {
        "type": HEAD,
        "format": FORMAT,
        "company": company.name if company else "",
        "zone": timezone.get_current_timezone_name(),
        "incident": str(incident.ref),
        "number": incident.number,
        "title": incident.title,
        "mode": incident.mode,
        "status": incident.status,
        "trouble": incident.trouble,
        "confidential": incident.is_confidential,
        "opened_at": moment(incident.opened_at),
        "started_at": moment(incident.started_at),
        "ended_at": moment(incident.ended_at),
        "ended_by": name_of(incident.ended_by),
        "playbook": edition.work.slug if edition else "",
        "playbook_title": text_for(edition, language).title if edition else "",
        "edition": edition.number if edition else 0,
        "binding": edition.binding if edition else "",
        "head_seq": incident.head_seq,
        "head_hash": incident.head_hash,
        "language": language,
        "issued_at": moment(at),
    }


def _entries(incident: Incident) -> Iterator[dict[str, Any]]:
    entries = list(incident.entries.select_related("actor", "words", "supersedes", "incident__edition__work"))
    for entry in entries:
        entry.incident = incident
    give_names(entries)
    for entry in entries:
        words = getattr(entry, "words", None)
        yield {
            "type": ENTRY,
            "seq": entry.seq,
            "at": moment(entry.at),
            "by": name_of(entry.actor),
            "kind": entry.kind,
            "sentence": sentence_of(entry),
            "text": words.text if words else "",
            "salt": words.salt if words else "",
            "supersedes": entry.supersedes.seq if entry.supersedes else 0,
            "canonical": entry.canonical,
            "previous_hash": entry.previous_hash,
            "body_hash": entry.body_hash,
            "hash": entry.hash,
        }
