"""Taking a list in, saying what its columns hold, and letting it go."""

from collections.abc import Mapping
from typing import Any

from django.core.files import File

from accounts.imports.choices import OPEN_TO_CHANGE, State
from accounts.imports.operations.files import forget_file, locked, note_failure, start_job, take_in
from accounts.imports.rules import FileUnreadable, NotInThisState
from accounts.imports.tables import Table
from accounts.people.models import Employee, Entity
from accounts.register.lists.checking import finish
from accounts.register.lists.columns import guess
from accounts.register.lists.secrets import secret_heading
from accounts.register.models import AccountList, ListedRow
from accounts.register.permissions import require_manager
from portal.audit.trail import operation, record

CHECK = "register.check_list"


@operation(refused="account_list.refused")
def upload(*, file: File, name: str, by: Employee) -> AccountList:
    """Keep a list and look at its headings. The same file twice is one list as long as the first waits.

    One with a column for passwords is not stored at all (V3, V7). Raises `FileUnreadable`, `NotPermitted`.
    """
    require_manager(by)
    account_list, is_new = take_in(AccountList, file=file, name=name, guess=_columns_of, by=by)
    if is_new:
        record("account_list.uploaded", by=by, obj=account_list, details={"sha256": account_list.sha256})
    return account_list


@operation(refused="account_list.refused")
def choose_columns(
    *,
    account_list: AccountList,
    mapping: Mapping[str, int],
    entity: Entity | None,
    status_of_new: str,
    by: Employee,
) -> AccountList:
    """Say what the columns hold and have the list checked. Raises `NotPermitted`, `NotInThisState`."""
    require_manager(by)
    account_list = locked(account_list, *OPEN_TO_CHANGE)
    if not account_list.stored_as:
        raise NotInThisState
    account_list.mapping, account_list.entity = dict(mapping), entity
    account_list.status_of_new = status_of_new
    account_list.state, account_list.reason = State.CHECKING, ""
    start_job(account_list, CHECK, by)
    return account_list


@operation
def end_check(*, account_list: AccountList, withheld: bool) -> None:
    """From now on somebody can decide. A file in which something private stands is not kept for it (V7)."""
    finish(account_list)
    if withheld:
        forget_file(account_list)


@operation
def fail(*, account_list: AccountList, reason: str, facts: Mapping[str, Any]) -> None:
    """The list could not be read; `reason` is a slug of `wording`."""
    note_failure(account_list, reason, facts)


@operation(refused="account_list.refused")
def discard(*, account_list: AccountList, by: Employee | None) -> None:
    """Delete the list and what was read from it; `by=None` is the clock."""
    if by is not None:
        require_manager(by)
    account_list = locked(account_list, *OPEN_TO_CHANGE)
    ListedRow.objects.filter(account_list=account_list).delete()
    forget_file(account_list)
    account_list.state = State.DISCARDED
    account_list.save(update_fields=["state"])
    record("account_list.discarded", by=by, obj=account_list)


def _columns_of(table: Table) -> dict[str, int]:
    if heading := secret_heading(table.headings):
        raise FileUnreadable("secret_column", heading=heading[:80])
    return guess(table.headings)
