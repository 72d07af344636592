"""Applying a list: everything at once or nothing, by statements over sets."""

from typing import Any

from django.db.models import Case, CharField, F, Value, When
from django.utils import timezone

from accounts.imports.choices import State
from accounts.imports.operations.files import back_to_preview, forget_file, locked, relocked, start_job
from accounts.people.models import Employee, Organisation
from accounts.register.choices import ListAct, RowVerdict
from accounts.register.lists.checking import count_verdicts
from accounts.register.lists.comparing import changed_meanwhile
from accounts.register.lists.limits import CHUNK
from accounts.register.models import AccountList, CorporateAccount, ListedAccount, ListedRow
from accounts.register.operations.bulk import Followed, change_many, refresh_many_findings, register_many
from accounts.register.permissions import require_manager
from accounts.register.querysets import AccountQuerySet, ListedRowQuerySet
from accounts.register.rules import ListChangedMeanwhile, NothingInTheList, RefusedRowsStay
from portal.audit.trail import many, operation, record
from portal.setbased import insert_select, prepare_for_many

APPLY = "register.apply_list"


@operation(refused="account_list.refused")
def start_apply(*, account_list: AccountList, leave_out_refused: bool, by: Employee) -> AccountList:
    """Carry out what the preview shows.

    Raises `NotPermitted`, `NotInThisState`, `NothingInTheList`, `RefusedRowsStay`.
    """
    require_manager(by)
    account_list = locked(account_list, State.CHECKED)
    if not account_list.rows.doing().exists():
        raise NothingInTheList
    if account_list.counts[RowVerdict.REFUSED] and not leave_out_refused:
        raise RefusedRowsStay
    account_list.state, account_list.reason = State.APPLYING, ""
    start_job(account_list, APPLY, by)
    return account_list


@operation(refused="account_list.refused")
def apply_list(*, account_list: AccountList, by: Employee) -> None:
    """Write all rows that do something; called again, it does nothing more.

    One list at a time: the company's row is the lock. Raises `NotPermitted`, `ListChangedMeanwhile`.
    """
    require_manager(by)
    list(Organisation.objects.select_for_update())
    account_list = relocked(account_list)
    if account_list.state != State.APPLYING:
        return
    rows = ListedRow.objects.filter(account_list=account_list)
    prepare_for_many()
    _lock(rows)
    if conflicts := changed_meanwhile(rows):
        raise ListChangedMeanwhile(conflicts)
    register_many(rows=rows.new())
    change_many(rows=rows.changed())
    followed = refresh_many_findings(accounts=_accounts_of(rows))
    _remember(account_list, rows)
    account_list.state, account_list.applied_at = State.APPLIED, timezone.now()
    account_list.applied_by = by
    account_list.save()
    _record(account_list, rows, followed, by)
    rows.exclude(verdict=RowVerdict.REFUSED).delete()
    forget_file(account_list)


@operation
def refuse_changed(*, account_list: AccountList, numbers: dict[int, str]) -> None:
    """Back to the preview: rows that would overwrite what somebody else did meanwhile are refused."""
    account_list = locked(account_list, State.APPLYING)
    for slug in set(numbers.values()):
        found = [number for number, why in numbers.items() if why == slug]
        for start in range(0, len(found), CHUNK):
            rows = account_list.rows.filter(number__in=found[start : start + CHUNK])
            rows.update(verdict=RowVerdict.REFUSED, reasons=[{"slug": slug, "column": ""}])
    account_list.counts = count_verdicts(account_list)
    back_to_preview(account_list, "changed_meanwhile")


@operation
def step_back(*, account_list: AccountList, reason: str) -> None:
    """Back to the preview, with the reason why nothing was done."""
    account_list = relocked(account_list)
    if account_list.state == State.APPLYING:
        back_to_preview(account_list, reason)


def _lock(rows: ListedRowQuerySet) -> None:
    """Nobody changes one of these accounts until the list is through."""
    accounts = CorporateAccount.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(accounts.filter(pk__in=rows.changed().values("account")).values_list("pk", flat=True))


def _accounts_of(rows: ListedRowQuerySet) -> AccountQuerySet:
    return CorporateAccount.objects.filter(pk__in=rows.doing().values("account"))


def _remember(account_list: AccountList, rows: ListedRowQuerySet) -> None:
    act = Case(
        When(verdict=RowVerdict.NEW, then=Value(ListAct.REGISTERED.value)),
        default=Value(ListAct.CHANGED.value),
        output_field=CharField(),
    )
    facts: dict[str, Any] = {name: F(name) for name in ("account", "changes", "status")}
    facts |= {"account_list": Value(account_list.pk), "act": act, "at": Value(timezone.now())}
    insert_select(ListedAccount, rows.doing(), facts)


def _record(account_list: AccountList, rows: ListedRowQuerySet, followed: Followed, by: Employee) -> None:
    """One row for all of them: how many, and a digest over which."""
    details: dict[str, Any] = {
        RowVerdict.NEW.value: account_list.counts[RowVerdict.NEW],
        RowVerdict.CHANGED.value: account_list.counts[RowVerdict.CHANGED],
        "opened": followed.opened,
        "resolved": followed.resolved,
        "sha256": account_list.sha256,
    }
    details |= many(_accounts_of(rows).values_list("ref", flat=True).iterator())
    record("account_list.applied", by=by, obj=account_list, details=details)
