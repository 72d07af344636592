"""Rows of the trail as a file: for reading (CSV) and for checking elsewhere (JSON lines).

Codes stay what they are; what they mean stands beside them in the language of whoever takes the file.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils import translation

from portal.audit.models import AuditEvent
from portal.audit.querysets import AuditEventQuerySet
from portal.audit.wording import details_in_words, object_in_words, verb_in_words

CHUNK = 2000
COLUMNS = (
    "seq",
    "at",
    "verb",
    "verb_in_words",
    "actor",
    "on_behalf_of",
    "object_type",
    "object_type_in_words",
    "object_id",
    "details",
    "details_in_words",
    "previous_hash",
    "body_hash",
    "hash",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(events: AuditEventQuerySet, language: str) -> Iterator[str]:
    """Text of a CSV file; people appear by their references, as in the trail itself."""
    yield "\ufeff" + _line(COLUMNS)
    for event in _oldest_first(events):
        yield _line(_cells(event, language))


def json_lines(events: AuditEventQuerySet, language: str) -> Iterator[str]:
    """One object per row with all that a stranger needs to check the hashes: SHA-256 of `canonical` is
    `body_hash`, SHA-256 of the bytes of `previous_hash` and `body_hash` is `hash`."""
    for event in _oldest_first(events):
        row = {
            "seq": event.seq,
            **_in_words(event, language),
            "canonical": event.canonical,
            "previous_hash": event.previous_hash,
            "body_hash": event.body_hash,
            "hash": event.hash,
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _oldest_first(events: AuditEventQuerySet) -> Iterator[AuditEvent]:
    return events.order_by("seq").iterator(chunk_size=CHUNK)


def _in_words(event: AuditEvent, language: str) -> dict[str, Any]:
    """Rows are streamed after the request, when nobody's language is active any more."""
    with translation.override(language):
        return {
            "verb_in_words": verb_in_words(event.verb),
            "object_type_in_words": object_in_words(event.object_type),
            "details_in_words": details_in_words(event),
        }


def _cells(event: AuditEvent, language: str) -> list[str]:
    facts = {"at": event.at.isoformat(), "details": event.details, **_in_words(event, language)}
    for name in ("details", "details_in_words"):
        facts[name] = json.dumps(facts[name], ensure_ascii=False, sort_keys=True)
    return [facts.get(name, str(getattr(event, name, "") or "")) for name in COLUMNS]


def _line(cells: list[str] | tuple[str, ...]) -> str:
    out = io.StringIO()
    # A cell that a spreadsheet would calculate is text.
    safe = [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
    csv.writer(out, lineterminator="\r\n").writerow(safe)
    return out.getvalue()
