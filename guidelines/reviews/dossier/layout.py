"""From rows of plain data to labelled facts and tables, as the chapters of the PDF show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guidelines.incidents.registry import Columns, DossierPart, dossier_parts

MOMENTS = frozenset({"at", "from", "until", "due", "published_at"})
DAYS = frozenset({"held_on", "due_on", "delete_on"})
SPANS = frozenset({"first_response", "lasted"})
BETWEEN = " · "  # local time and UTC
NOTHING: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Cell:
    """What stands in a cell of a table: one text, and what belongs to it in smaller letters."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Pair:
    """One fact under its label: a text, rows of further facts, or a table."""

    label: str
    text: str = ""
    rows: tuple[tuple["Pair", ...], ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str
    table: Table | None
    rows: tuple[tuple[Pair, ...], ...]


def chapters_of(rows: Sequence[Mapping[str, Any]]) -> Iterator[Chapter]:
    """Every chapter that has a label and something to say, in the active language."""
    for part in dossier_parts():
        found = [row for row in rows if row["type"] == part.slug]
        if not found:
            continue
        columns = part.tables.get("")
        table = _table(part, columns, found) if columns else None
        pairs = () if table else tuple(_pairs(part, row) for row in found)
        yield Chapter(part.slug, str(part.title), table, pairs)


def _table(part: DossierPart, columns: Columns, rows: Sequence[Mapping[str, Any]]) -> Table:
    """Columns in which no row says anything are left out."""
    kept = [names for names in columns if any(row.get(name) not in NOTHING for row in rows for name in names)]
    heads = tuple(str(part.labels[names[0]]) for names in kept)
    return Table(heads, tuple(tuple(_cell(part, names, row) for names in kept) for row in rows))


def _cell(part: DossierPart, names: Sequence[str], row: Mapping[str, Any]) -> Cell:
    said = [(name, text_of(part, name, row[name])) for name in names if row.get(name) not in NOTHING]
    texts = [line for name, text in said for line in (text.split(BETWEEN) if name in MOMENTS else [text])]
    return Cell(texts[0], tuple(texts[1:])) if texts else Cell("–")


def _pairs(part: DossierPart, row: Mapping[str, Any]) -> tuple[Pair, ...]:
    """What is labelled and says something, in the order of the labels."""
    return tuple(
        _pair(part, key, str(label), row[key])
        for key, label in part.labels.items()
        if row.get(key) not in NOTHING
    )


def _pair(part: DossierPart, key: str, label: str, value: Any) -> Pair:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        if key in part.tables:
            return Pair(label, table=_table(part, part.tables[key], value))
        return Pair(label, rows=tuple(_pairs(part, one) for one in value))
    if isinstance(value, list):
        return Pair(label, " · ".join(str(one) for one in value))
    return Pair(label, text_of(part, key, value))


def text_of(part: DossierPart, key: str, value: Any) -> str:
    """A value as people read it."""
    if key in part.words:
        return str(part.words[key].get(value, value))
    if key in MOMENTS:
        return moment_text(str(value))
    if key in DAYS:
        return date_format(datetime.fromisoformat(str(value)), "DATE_FORMAT")
    if key in SPANS:
        return span(int(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def span(seconds: int) -> str:
    """Days, hours and minutes, as people say them."""
    minutes = max(seconds, 0) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    said = []
    if days:
        said.append(ngettext("%(n)s day", "%(n)s days", days) % {"n": days})
    if hours:
        said.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if minutes or not said:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})
    return " ".join(said)


def moment_text(text: str) -> str:
    """Local time with its offset, and UTC beside it; each of them stays in one line."""
    if not text:
        return ""
    at = datetime.fromisoformat(text)
    local = timezone.localtime(at)
    here = f"{date_format(local, 'SHORT_DATETIME_FORMAT')} ({local:%z})".replace(" ", "\u00a0")
    return f"{here}{BETWEEN}{at.astimezone(UTC):%H:%M}\u00a0UTC"
