"""What the preview shows of staged rows: a page of them, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import pgettext

from accounts.imports.previewing import PAGE, Change, Page
from accounts.people.models import Employee, Entity
from accounts.register.choices import AccountStatus, RowVerdict
from accounts.register.detecting import approvals_needed
from accounts.register.lists.columns import BY_NAME, PEOPLE, REFERENCES
from accounts.register.lists.wording import sentence
from accounts.register.lists.words import CHOICES
from accounts.register.models import AccountList, ChannelApproval, ListedRow

# What is told of a new account beyond its name.
TOLD_OF_NEW = ("owner", "deputy", "entity", "status")


@dataclass(frozen=True)
class Line:
    """One staged row as it is shown."""

    row: ListedRow
    platform: str
    told: list[Change]
    reasons: list[str]
    # It is live and stays so, although its messages have not been approved.
    is_unapproved: bool


def page_of(account_list: AccountList, verdict: str, after: int, text: str) -> Page:
    """Rows behind number `after`, of one verdict or of all."""
    rows = account_list.rows.select_related("platform")
    if verdict in RowVerdict.values:
        rows = rows.filter(verdict=verdict)
    if text:
        rows = rows.found_by(text)
    found = list(rows.filter(number__gt=after).order_by("number")[: PAGE + 1])
    shown = found[:PAGE]
    names = _Names(shown)
    return Page([names.line(row) for row in shown], shown[-1].number if len(found) > PAGE else None)


class _Names:
    """Names of everything that a page of rows points to, in a query per kind."""

    def __init__(self, rows: Iterable[ListedRow]) -> None:
        people = _names(Employee, PEOPLE, rows)
        self._known = {"entity": _names(Entity, ("entity",), rows), **dict.fromkeys(PEOPLE, people)}
        self._approved = set(ChannelApproval.objects.holding().values_list("platform", "use"))

    def line(self, row: ListedRow) -> Line:
        told = list(TOLD_OF_NEW) if row.verdict == RowVerdict.NEW else row.changes
        return Line(
            row=row,
            platform=row.platform.name if row.platform else row.said_platform,
            told=[self._change(row, name) for name in told],
            reasons=[sentence(reason["slug"], reason) for reason in row.reasons],
            is_unapproved=self._is_unapproved(row),
        )

    def _change(self, row: ListedRow, name: str) -> Change:
        after = getattr(row, f"{name}_id" if name in REFERENCES else name)
        before = self._said(name, row.was[name]) if row.was else ""
        return Change(BY_NAME[name].label, before, self._said(name, after))

    def _is_unapproved(self, row: ListedRow) -> bool:
        if row.platform is None or row.status != AccountStatus.LIVE:
            return False
        if row.verdict == RowVerdict.CHANGED and not {"takes_messages", "status"} & set(row.changes):
            return False
        needed = approvals_needed(row.platform.kind, takes_messages=row.takes_messages)
        return any((row.platform_id, use) not in self._approved for use in needed)

    def _said(self, name: str, value: Any) -> str:
        if name in REFERENCES:
            return self._known[name].get(value, "–")
        if name in CHOICES:
            return str(dict(CHOICES[name].choices).get(value, "–"))
        if isinstance(value, bool):
            return pgettext("list of accounts", "yes") if value else pgettext("list of accounts", "no")
        return "–" if value in ("", None) else str(value)


def _names(model: type[Model], columns: Iterable[str], rows: Iterable[ListedRow]) -> dict[int, str]:
    pks = {
        pk
        for row in rows
        for name in columns
        for pk in (getattr(row, f"{name}_id"), (row.was or {}).get(name))
        if pk
    }
    return dict(model._default_manager.filter(pk__in=pks).values_list("pk", "name")) if pks else {}
