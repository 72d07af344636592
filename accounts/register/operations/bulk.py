"""What happens to many accounts at once, in statements whose number does not grow with theirs.

`rows` is a queryset over staged rows that name their facts as `CorporateAccount` does.
Nothing here writes to the trail: a bulk act is one row of it, with a digest, written by whoever orders it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import F, OuterRef, Subquery, Value
from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.choices import FindingState
from accounts.register.detecting import Case, Defect, defects
from accounts.register.lists.columns import FACTS
from accounts.register.models import (
    AccessRoute,
    ChannelApproval,
    CorporateAccount,
    Finding,
    Platform,
    ToolConnection,
)
from accounts.register.operations.findings import DAYS_TO_MEND
from accounts.register.querysets import AccountQuerySet, ListedRowQuerySet
from portal.audit.trail import operation
from portal.setbased import insert_rows, insert_select, update_from

CHUNK = 500


@operation
def register_many(*, rows: ListedRowQuerySet) -> None:
    """Put new accounts on the register; each row then points to its own."""
    now = Value(timezone.now())
    facts = {name: F(name) for name in ("ref", "platform", "handle", *FACTS)}
    insert_select(CorporateAccount, rows, {**facts, "created_at": now, "checked_at": now})
    made = CorporateAccount.objects.filter(ref=OuterRef("ref")).values("pk")
    rows.update(account=Subquery(made[:1]))


@operation
def change_many(*, rows: ListedRowQuerySet) -> None:
    """Write the facts of rows over those of their accounts."""
    facts = {name: F(name) for name in FACTS}
    update_from(CorporateAccount, rows, {**facts, "checked_at": Value(timezone.now())}, key="account")


@dataclass
class Followed:
    """How many findings came and went."""

    opened: int = 0
    resolved: int = 0


@operation
def refresh_many_findings(*, accounts: AccountQuerySet) -> Followed:
    """What `refresh_findings` does for one account, for all of `accounts`, a chunk at a time."""
    known, followed, last = _Known(), Followed(), 0
    while chunk := list(accounts.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        _follow(known.cases_of(chunk), known.day, followed)
        last = chunk[-1].pk
    return followed


class _Known:
    """What findings are told from beyond the accounts themselves, without asking for each of them."""

    def __init__(self) -> None:
        self.day = timezone.localdate()
        self._platforms = Platform.objects.in_bulk()
        self._people: dict[int, Employee] = {}
        self._approvals: dict[int, dict[str, ChannelApproval]] = defaultdict(dict)
        for approval in ChannelApproval.objects.holding():
            self._approvals[approval.platform_id][approval.use] = approval

    def cases_of(self, accounts: list[CorporateAccount]) -> list[Case]:
        people = {pk for account in accounts for pk in (account.owner_id, account.deputy_id)}
        self._people |= Employee.objects.in_bulk(people - self._people.keys())
        routes, connections = defaultdict(list), defaultdict(list)
        for route in AccessRoute.objects.open().filter(account__in=accounts):
            routes[route.account_id].append(route)
        tools = ToolConnection.objects.connected().filter(account__in=accounts)
        for connection in tools.select_related("person"):
            connections[connection.account_id].append(connection)
        for account in accounts:
            account.platform = self._platforms[account.platform_id]
            account.owner, account.deputy = self._people[account.owner_id], self._people[account.deputy_id]
        return [
            Case(
                account=account,
                routes=tuple(routes[account.pk]),
                connections=tuple(connections[account.pk]),
                approvals=self._approvals[account.platform_id],
                day=self.day,
            )
            for account in accounts
        ]


def _follow(cases: list[Case], day: date, followed: Followed) -> None:
    standing: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = Finding.objects.standing().filter(account__in=[case.account.pk for case in cases])
    for pk, account, kind, subject in rows.values_list("pk", "account", "kind", "subject"):
        standing[account][kind, subject] = pk
    opened: list[Sequence[Any]] = []
    over: list[int] = []
    for case in cases:
        wanted = {(defect.kind.value, defect.subject): defect for defect in defects(case)}
        known = standing[case.account.pk]
        over += [known[key] for key in known.keys() - wanted.keys()]
        opened += [_row_of(wanted[key], case, day) for key in sorted(wanted.keys() - known.keys())]
    insert_rows(Finding, OPENED, opened)
    Finding.objects.filter(pk__in=over).update(state=FindingState.RESOLVED, resolved_at=timezone.now())
    followed.opened += len(opened)
    followed.resolved += len(over)


# What a finding holds that is open from now on.
OPENED = (
    "ref", "account", "owner", "kind", "subject", "severity", "state", "opened_at", "due_on", "plan",
    "acceptance_reason",
)  # fmt: skip


def _row_of(defect: Defect, case: Case, day: date) -> Sequence[Any]:
    account, due_on = case.account, day + timedelta(days=DAYS_TO_MEND[defect.severity])
    slugs = (defect.kind.value, defect.subject, defect.severity.value, FindingState.OPEN.value)
    return (uuid4(), account.pk, account.owner_id, *slugs, timezone.now(), due_on, "", "")
