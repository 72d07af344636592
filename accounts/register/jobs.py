"""What the clock wakes, and lists of accounts: checked, applied, tidied away."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.imports.choices import State
from accounts.imports.limits import PENDING_DAYS
from accounts.imports.operations.files import import_storage, undecided
from accounts.imports.rules import FileUnreadable
from accounts.imports.tables import open_table
from accounts.people.models import Employee
from accounts.register.lists.checking import check
from accounts.register.lists.comparing import changed_meanwhile
from accounts.register.lists.limits import REFUSED_DAYS, ROWS_MAX, UNCHECKED_DAYS
from accounts.register.models import AccountList, ListedRow
from accounts.register.operations import lists
from accounts.register.operations.findings import refresh_all_findings
from accounts.register.operations.lists.applying import APPLY
from accounts.register.operations.lists.starting import CHECK
from accounts.register.permissions import can_manage_register
from accounts.register.rules import ListChangedMeanwhile
from portal.audit.rules import NotPermitted
from portal.jobs.models import Job
from portal.jobs.registry import every, handler
from portal.jobs.running import Run

TITLE = _("Import of a list of accounts")


@every(daily_at="04:20", kind="register.findings", title=_("Looking for findings in the register"))
def look_for_findings(run: Run) -> dict[str, Any]:
    """Facts grow old, reviews fall due, acceptances end: none of it by anybody's doing."""
    return {"looked_at": refresh_all_findings()}


def _address(job: Job) -> str:
    found = AccountList.objects.filter(job=job).first()
    return found.get_absolute_url() if found else reverse("register:import-list")


def _could_not_check(job: Job) -> None:
    lists.fail(account_list=_list_of(job.payload), reason="broken_off", facts={})


def _could_not_apply(job: Job) -> None:
    lists.step_back(account_list=_list_of(job.payload), reason="broken_off")


@handler(CHECK, title=TITLE, result_url=_address, on_failed=_could_not_check)
def check_list(run: Run) -> dict[str, Any]:
    """Read the list into the staging table; begun anew after a crash (J1)."""
    account_list = _list_of(run.payload)
    if account_list.state != State.CHECKING:
        return {}
    if not can_manage_register(_requester(run)):
        lists.fail(account_list=account_list, reason="not_permitted", facts={})
        return {}
    try:
        with import_storage().open(account_list.stored_as) as file:
            judge = check(run, account_list, open_table(file, ROWS_MAX))
        with run.step(judge.reader.rows, judge.reader.rows):
            lists.end_check(account_list=account_list, withheld=judge.withheld)
    except FileUnreadable as unreadable:
        lists.fail(account_list=account_list, reason=unreadable.slug, facts=unreadable.facts)
    except FileNotFoundError:
        lists.fail(account_list=account_list, reason="file_gone", facts={})
    return account_list.counts


@handler(APPLY, title=TITLE, result_url=_address, on_failed=_could_not_apply)
def apply_staged(run: Run) -> dict[str, Any]:
    """Apply everything in one transaction, which only commits while the lease is ours."""
    account_list = _list_of(run.payload)
    run.progress(0, 0)
    try:
        with transaction.atomic():
            lists.apply_list(account_list=account_list, by=_requester(run))
            run.progress(1, 1)
    except ListChangedMeanwhile as conflict:
        lists.refuse_changed(account_list=account_list, numbers=conflict.rows)
    except IntegrityError:
        # An account came onto the register by its form while the list was being written.
        if not (conflicts := changed_meanwhile(ListedRow.objects.filter(account_list=account_list))):
            raise
        lists.refuse_changed(account_list=account_list, numbers=conflicts)
    except NotPermitted:
        lists.step_back(account_list=account_list, reason="not_permitted")
    return {}


@every(daily_at="03:45", kind="register.tidy_lists", title=_("Tidying up after lists of accounts"))
def tidy_lists(run: Run) -> dict[str, int]:
    """Delete lists nobody decided on, and refused rows that nobody came back for."""
    now = timezone.now()
    discarded = 0
    for account_list in undecided(AccountList, before=now - timedelta(days=UNCHECKED_DAYS)):
        was_checked = account_list.standing == State.CHECKED
        if was_checked and account_list.requested_at > now - timedelta(days=PENDING_DAYS):
            continue
        lists.discard(account_list=account_list, by=None)
        discarded += 1
        run.progress(discarded, 0)
    old = AccountList.objects.filter(applied_at__lt=now - timedelta(days=REFUSED_DAYS))
    ListedRow.objects.filter(account_list__in=old).delete()
    return {"discarded": discarded}


def _list_of(payload: dict[str, Any]) -> AccountList:
    return AccountList.objects.get(pk=payload["import"])


def _requester(run: Run) -> Employee:
    return Employee.objects.get(ref=run.job.requested_by)
