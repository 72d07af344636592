"""Checking, applying and undoing imports; deleting what is no longer needed."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.imports.checking import check
from accounts.imports.choices import State
from accounts.imports.limits import PENDING_DAYS, UNDO_DAYS
from accounts.imports.models import PeopleImport
from accounts.imports.operations import (
    apply_import,
    discard,
    fail,
    refuse_changed,
    step_back,
    undo_import,
)
from accounts.imports.operations.files import import_storage, undecided
from accounts.imports.operations.starting import forget_rows
from accounts.imports.permissions import can_import
from accounts.imports.rules import ChangedMeanwhile, FileUnreadable
from accounts.imports.tables import open_table
from accounts.people.models import Employee
from accounts.people.operations.roles import LastSystemAdmin
from portal.audit.rules import NotPermitted, RuleBroken
from portal.jobs.models import Job
from portal.jobs.registry import every, handler
from portal.jobs.running import Run

TITLE = _("Import of people")


def _address(job: Job) -> str:
    found = PeopleImport.objects.filter(job=job).first()
    return found.get_absolute_url() if found else reverse("imports:import-list")


def _could_not_check(job: Job) -> None:
    fail(people_import=_import_of(job.payload), reason="broken_off", facts={})


def _could_not_finish(job: Job) -> None:
    step_back(people_import=_import_of(job.payload), reason="broken_off")


@handler("imports.check", title=TITLE, result_url=_address, on_failed=_could_not_check)
def check_file(run: Run) -> dict[str, Any]:
    """Read the file into the staging table; begun anew after a crash (J1)."""
    people_import, by = _import_of(run.payload), _requester(run)
    if people_import.state != State.CHECKING:
        return {}
    if not can_import(by):
        fail(people_import=people_import, reason="not_permitted", facts={})
        return {}
    try:
        with import_storage().open(people_import.stored_as) as file:
            check(run, people_import, open_table(file), by)
    except FileUnreadable as unreadable:
        fail(people_import=people_import, reason=unreadable.slug, facts=unreadable.facts)
    except FileNotFoundError:
        fail(people_import=people_import, reason="file_gone", facts={})
    return people_import.counts


@handler("imports.apply", title=TITLE, result_url=_address, on_failed=_could_not_finish)
def apply_staged(run: Run) -> dict[str, Any]:
    """Apply everything in one transaction, which only commits while the lease is ours."""
    people_import = _import_of(run.payload)
    run.progress(0, 0)
    try:
        with transaction.atomic():
            apply_import(people_import=people_import, by=_requester(run))
            run.progress(1, 1)
    except ChangedMeanwhile as conflict:
        refuse_changed(people_import=people_import, numbers=conflict.rows)
    except LastSystemAdmin:
        step_back(people_import=people_import, reason="last_admin")
    except NotPermitted:
        step_back(people_import=people_import, reason="not_permitted")
    return {}


@handler("imports.undo", title=TITLE, result_url=_address, on_failed=_could_not_finish)
def undo_applied(run: Run) -> dict[str, Any]:
    people_import = _import_of(run.payload)
    run.progress(0, 0)
    try:
        with transaction.atomic():
            undo_import(people_import=people_import, by=_requester(run))
            run.progress(1, 1)
    except RuleBroken:
        step_back(people_import=people_import, reason="not_undoable")
    return {}


@every(daily_at="03:40", kind="imports.tidy", title=_("Tidying up after imports"))
def tidy(run: Run) -> dict[str, int]:
    """Delete files and staged rows: of imports nobody decided on, and of those past undoing."""
    now = timezone.now()
    last = PeopleImport.objects.last_applied()
    discarded = 0
    for people_import in undecided(PeopleImport, before=now - timedelta(days=PENDING_DAYS)):
        discard(people_import=people_import, by=None)
        discarded += 1
        run.progress(discarded, 0)
    for people_import in PeopleImport.objects.effective().filter(rows__isnull=False).distinct():
        if people_import != last or people_import.applied_at < now - timedelta(days=UNDO_DAYS):
            forget_rows(people_import)
            run.progress(discarded, 0)
    return {"discarded": discarded}


def _import_of(payload: dict[str, Any]) -> PeopleImport:
    return PeopleImport.objects.get(pk=payload["import"])


def _requester(run: Run) -> Employee:
    return Employee.objects.get(ref=run.job.requested_by)
