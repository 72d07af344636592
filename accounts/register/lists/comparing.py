"""Whether staged rows still meet the register they were checked against."""

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.people.models import Employee
from accounts.register.choices import AccountStatus
from accounts.register.lists.columns import PEOPLE
from accounts.register.lists.known import Known, facts_of
from accounts.register.lists.limits import CHUNK
from accounts.register.models import ListedRow
from accounts.register.querysets import ListedRowQuerySet

Facts = Mapping[str, Any]


def changed_meanwhile(rows: ListedRowQuerySet) -> dict[int, str]:
    """Rows by number that would overwrite or break something now, and the slug of the reason."""
    known = Known.load()
    found: dict[int, str] = {}
    for chunk in _chunks(rows.doing()):
        now = facts_of([row.account_id for row in chunk if row.account_id])
        people = {pk for row in chunk for pk in _named_anew(row)}
        here = set(Employee.objects.employed().filter(pk__in=people).values_list("pk", flat=True))
        for row in chunk:
            if slug := _why_not(row, now.get(row.account_id or 0), here, known):
                found[row.number] = slug
    return found


def _why_not(row: ListedRow, now: Facts | None, here: set[int], known: Known) -> str:
    if row.was is None and known.named(row.platform_id, row.handle):
        return "exists_now"
    if row.was is not None and row.was != now:
        return "changed_now"
    if not _named_anew(row) <= here:
        return "works_here_no_more"
    goes_live = "status" in row.changes and row.status == AccountStatus.LIVE
    if goes_live and not known.approves(row.platform_id, takes_messages=row.takes_messages):
        return "not_approved"
    return ""


def _named_anew(row: ListedRow) -> set[int]:
    """Who has to work here for the row to be right; owner and deputy both, if one of them is new."""
    changed = set(PEOPLE) if row.was is None else set(PEOPLE) & set(row.changes)
    if changed & {"owner", "deputy"}:
        changed |= {"owner", "deputy"}
    return {pk for name in changed if (pk := getattr(row, f"{name}_id"))}


def _chunks(rows: ListedRowQuerySet) -> Iterator[list[ListedRow]]:
    last = -1
    while chunk := list(rows.filter(number__gt=last).order_by("number")[:CHUNK]):
        yield chunk
        last = chunk[-1].number
