"""The PDF of a dossier, made from its lines and from nothing else (I6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from guidelines.incidents.choices import Mode, Status
from guidelines.playbooks.choices import Trouble
from guidelines.reviews.dossier.checking import ENTRY, broken_link
from guidelines.reviews.dossier.layout import chapters_of, moment_text, span
from portal.documents.render import Attachment, render_pdf
from portal.documents.seal import seal_pdf

SECONDS = 600  # of wall clock, on a busy machine; 2 000 entries take a few
LINES_NAME = "dossier.jsonl"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Day:
    """The entries of one local day, in their order."""

    day: date
    entries: list[dict[str, Any]]


def dossier_pdf(rows: list[dict[str, Any]], lines: bytes, *, sha256: str, issued_at: datetime) -> bytes:
    """The sealed PDF with the lines attached. Raises `PdfUnavailable`, `RenderFailed`."""
    head, language = rows[0], rows[0]["language"]
    with translation.override(language), timezone.override(ZoneInfo(head["zone"])):
        context = {**_context(rows), "sha256": sha256, "count": len(rows) + 1}
        html = render_to_string("reviews/pdf/dossier.html", context)
        attachment = Attachment(LINES_NAME, lines, _("The same as JSON lines, to be read by machines"))
        reason = _("Dossier of incident %(number)s") % {"number": head["number"]}
        pdf = render_pdf(
            html,
            attachments=[attachment],
            stylesheets=["reviews/css/dossier.css"],
            language=language,
            issued_at=issued_at,
            seconds=SECONDS,
        )
    return seal_pdf(pdf, reason=reason, language=language)


def _context(rows: Sequence[Row]) -> dict[str, Any]:
    head = rows[0]
    entries = [row for row in rows if row["type"] == ENTRY]
    return {
        "head": head,
        "language": head["language"],
        "is_drill": head["mode"] == Mode.DRILL,
        "status": Status(head["status"]).label,
        "trouble": Trouble(head["trouble"]).label,
        "opened": moment_text(head["opened_at"]),
        "started": moment_text(head["started_at"]),
        "ended": moment_text(head["ended_at"]),
        "issued": moment_text(head["issued_at"]),
        "at_a_glance": _at_a_glance(rows),
        "chapters": list(chapters_of(rows)),
        "days": list(_days(entries)),
        "broken": broken_link(entries, head_seq=head["head_seq"], head_hash=head["head_hash"]),
    }


def _at_a_glance(rows: Sequence[Row]) -> dict[str, Any]:
    """What somebody wants to know who reads one page only."""
    head = rows[0]
    levels = [max(row["social"], row["media"]) for row in rows if row["type"] == "level"]
    figures = next((row for row in rows if row["type"] == "figures"), {})
    response = figures.get("first_response", "")
    return {
        "level": max(levels, default=None),
        "lasted": _lasted(head["started_at"], head["ended_at"]),
        "first_response": span(response) if response != "" else "",
        "has_run": bool(head["started_at"]),
    }


def _lasted(since: str, until: str) -> str:
    if not since or not until:
        return ""
    lasted = datetime.fromisoformat(until) - datetime.fromisoformat(since)
    return span(int(lasted.total_seconds()))


def _days(entries: Sequence[Row]) -> Iterator[Day]:
    for day, found in groupby(map(_entry, entries), key=lambda entry: entry["day"]):
        yield Day(day, list(found))


def _entry(row: Row) -> dict[str, Any]:
    at = datetime.fromisoformat(row["at"])
    local = timezone.localtime(at)
    utc = at.astimezone(UTC)
    is_same_day = utc.date() == local.date()
    return {
        **row,
        "day": local.date(),
        "local": f"{local:%H:%M:%S}",
        "offset": f"{local:%z}",
        "utc": f"{utc:%H:%M:%S}"
        if is_same_day
        else f"{date_format(utc, 'SHORT_DATE_FORMAT')} {utc:%H:%M:%S}",
    }
