"""Rows of the trail as a file: for reading (CSV) and for checking elsewhere (JSON lines)."""

import csv
import io
import json
from collections.abc import Iterator

from portal.audit.models import AuditEvent
from portal.audit.querysets import AuditEventQuerySet

CHUNK = 2000
COLUMNS = (
    "seq",
    "at",
    "verb",
    "actor",
    "on_behalf_of",
    "object_type",
    "object_id",
    "details",
    "previous_hash",
    "body_hash",
    "hash",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(events: AuditEventQuerySet) -> Iterator[str]:
    """Text of a CSV file; people appear by their references, as in the trail itself."""
    yield "\ufeff" + _line(COLUMNS)
    for event in _oldest_first(events):
        yield _line(_cells(event))


def json_lines(events: AuditEventQuerySet) -> Iterator[str]:
    """One object per row with all that a stranger needs to check the hashes: SHA-256 of `canonical` is
    `body_hash`, SHA-256 of the bytes of `previous_hash` and `body_hash` is `hash`."""
    for event in _oldest_first(events):
        row = {
            "seq": event.seq,
            "canonical": event.canonical,
            "previous_hash": event.previous_hash,
            "body_hash": event.body_hash,
            "hash": event.hash,
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _oldest_first(events: AuditEventQuerySet) -> Iterator[AuditEvent]:
    return events.order_by("seq").iterator(chunk_size=CHUNK)


def _cells(event: AuditEvent) -> list[str]:
    details = json.dumps(event.details, ensure_ascii=False, sort_keys=True)
    facts = {"at": event.at.isoformat(), "details": details}
    return [facts.get(name, str(getattr(event, name, "") or "")) for name in COLUMNS]


def _line(cells: list[str] | tuple[str, ...]) -> str:
    out = io.StringIO()
    # A cell that a spreadsheet would calculate is text.
    safe = [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
    csv.writer(out, lineterminator="\r\n").writerow(safe)
    return out.getvalue()
