"""The PDF of a dossier, made from its lines and from nothing else (I6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.incidents.choices import Status
from guidelines.incidents.registry import DossierPart, dossier_parts
from guidelines.playbooks.choices import Trouble
from guidelines.reviews.dossier.checking import ENTRY, broken_link
from portal.documents.render import Attachment, render_pdf
from portal.documents.seal import seal_pdf

SECONDS = 600  # of wall clock, on a busy machine; 2 000 entries take a few
MOMENTS = frozenset({"at", "from", "until", "due", "published_at"})
DAYS = frozenset({"held_on", "due_on", "delete_on"})
SPANS = frozenset({"first_response", "lasted"})
LINES_NAME = "dossier.jsonl"


@dataclass(frozen=True)
class Pair:
    """One fact under its label: a text, or rows of further facts."""

    label: str
    text: str = ""
    rows: tuple[tuple["Pair", ...], ...] = ()


def dossier_pdf(rows: list[dict[str, Any]], lines: bytes, *, sha256: str, issued_at: datetime) -> bytes:
    """The sealed PDF with the lines attached. Raises `PdfUnavailable`, `RenderFailed`."""
    head, language = rows[0], rows[0]["language"]
    entries = [row for row in rows if row["type"] == ENTRY]
    with translation.override(language):
        html = render_to_string(
            "reviews/pdf/dossier.html",
            {
                "head": head,
                "language": language,
                "status": Status(head["status"]).label,
                "trouble": Trouble(head["trouble"]).label,
                "opened": _moment(head["opened_at"]),
                "started": _moment(head["started_at"]),
                "ended": _moment(head["ended_at"]),
                "issued": _moment(head["issued_at"]),
                "chapters": list(_chapters(rows)),
                "entries": [_entry(row) for row in entries],
                "broken": broken_link(entries, head_seq=head["head_seq"], head_hash=head["head_hash"]),
                "sha256": sha256,
                "count": len(rows) + 1,
            },
        )
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


def _chapters(rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[tuple[Pair, ...]]]]:
    for part in dossier_parts():
        found = [_pairs(part, row) for row in rows if row["type"] == part.slug]
        if found:
            yield str(part.title), found


def _pairs(part: DossierPart, row: Mapping[str, Any]) -> tuple[Pair, ...]:
    """What is labelled and says something, in the order of the labels."""
    return tuple(
        _pair(part, key, str(label), row[key])
        for key, label in part.labels.items()
        if row.get(key) not in (None, "", [])
    )


def _pair(part: DossierPart, key: str, label: str, value: Any) -> Pair:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return Pair(label, rows=tuple(_pairs(part, one) for one in value))
    if isinstance(value, list):
        return Pair(label, " · ".join(str(one) for one in value))
    return Pair(label, _text(part, key, value))


def _text(part: DossierPart, key: str, value: Any) -> str:
    if key in part.words:
        return str(part.words[key].get(value, value))
    if key in MOMENTS:
        return _moment(str(value))
    if key in DAYS:
        return date_format(datetime.fromisoformat(str(value)), "DATE_FORMAT")
    if key in SPANS:
        return span(int(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def span(seconds: int) -> str:
    """Hours and minutes, as people say them."""
    hours, minutes = divmod(max(seconds, 0) // 60, 60)
    said = []
    if hours:
        said.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if minutes or not hours:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
    return " ".join(said)


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    at = datetime.fromisoformat(row["at"])
    local = timezone.localtime(at)
    return {
        **row,
        "local": f"{date_format(local, 'SHORT_DATE_FORMAT')} {local:%H:%M:%S} ({local:%z})",
        "utc": f"{at.astimezone(UTC):%H:%M:%S} UTC",
    }


def _moment(text: str) -> str:
    """Local time with its offset, and UTC beside it."""
    if not text:
        return ""
    at = datetime.fromisoformat(text)
    local = timezone.localtime(at)
    return f"{date_format(local, 'SHORT_DATETIME_FORMAT')} ({local:%z}) · {at.astimezone(UTC):%H:%M} UTC"
