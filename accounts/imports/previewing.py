"""What the preview shows of staged rows: a page of them, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.imports.choices import Verdict
from accounts.imports.columns import BY_NAME, REFERENCES
from accounts.imports.models import ImportedRow, PeopleImport
from accounts.imports.wording import sentence
from accounts.people.choices import Employment
from accounts.people.models import Department, Employee, Entity, Location

PAGE = 50
KINDS: dict[str, type[Model]] = {
    "entity": Entity,
    "department": Department,
    "location": Location,
    **dict.fromkeys(REFERENCES, Employee),
}


@dataclass(frozen=True)
class Change:
    label: Any
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One staged row as it is shown."""

    row: ImportedRow
    department: str
    changes: list[Change]
    reasons: list[str]


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    next: int | None


def page_of(people_import: PeopleImport, verdict: str, after: int, text: str) -> Page:
    """Rows behind number `after`; those that do something when no verdict is asked for."""
    rows = (
        people_import.rows.filter(verdict=verdict) if verdict in Verdict.values else people_import.rows.all()
    )
    if text:
        rows = rows.found_by(text)
    found = list(rows.filter(number__gt=after).order_by("number")[: PAGE + 1])
    shown = found[:PAGE]
    names = _Names(shown)
    return Page([names.line(row) for row in shown], shown[-1].number if len(found) > PAGE else None)


class _Names:
    """Names of everything that a page of rows points to, in a query per kind."""

    def __init__(self, rows: Iterable[ImportedRow]) -> None:
        self._rows = list(rows)
        self._known: dict[str, dict[int, str]] = {}
        for name, model in KINDS.items():
            pks = {
                pk
                for row in self._rows
                for pk in (getattr(row, f"{name}_id"), (row.was or {}).get(name))
                if pk
            }
            known = model._default_manager.filter(pk__in=pks).values_list("pk", "name") if pks else ()
            self._known[name] = dict(known)

    def line(self, row: ImportedRow) -> Line:
        return Line(
            row=row,
            department=self._after(row, "department"),
            changes=[self._change(row, name) for name in row.changes],
            reasons=[sentence(reason["slug"], reason) for reason in row.reasons],
        )

    def _change(self, row: ImportedRow, name: str) -> Change:
        assert row.was is not None
        return Change(BY_NAME[name].label, self._said(name, row.was[name]), self._after(row, name))

    def _after(self, row: ImportedRow, name: str) -> str:
        made = getattr(row, f"new_{name}", "")
        if made:
            return gettext("%(name)s (new)") % {"name": made}
        number = getattr(row, f"{name}_row", None)
        if number:
            return gettext("the person in row %(number)s") % {"number": number}
        return self._said(name, getattr(row, f"{name}_id" if name in KINDS else name))

    def _said(self, name: str, value: Any) -> str:
        if name in KINDS:
            return self._known[name].get(value, "–") if value else "–"
        if name in ("hired_on", "leaves_on") and value:
            return date_format(date.fromisoformat(str(value)), "SHORT_DATE_FORMAT")
        if name == "employment":
            return str(Employment(value).label)
        return str(value) if value else "–"
