"""Two lists, or a list and a form, in the same moment: one wins per account, and nobody meets an error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from accounts.imports.choices import State
from accounts.people.models import Employee
from accounts.register.models import AccountList, CorporateAccount, ListedAccount
from accounts.register.operations import bulk, lists, register_account
from portal.jobs.models import Job
from portal.jobs.running import execute
from tests.accounts.register.spreadsheets import checked, csv_of, empty, reasons, row
from tests.factories.people import Cast
from tests.factories.register import account, platform

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db: None) -> Cast:
    cast = Cast()
    _ = cast.ada, cast.mara, cast.anton, cast.ines
    platform("bildnetz")
    return cast


def at_once(*acts: Callable[[], Any]) -> None:
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait()
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result()


def begun(found: AccountList, by: Employee) -> int:
    started = lists.start_apply(account_list=found, leave_out_refused=False, by=by)
    return started.job.pk


def test_two_lists_applied_at_once_have_one_winner_per_account(people: Cast) -> None:
    account(people, "@old")
    found = [
        checked(csv_of(row("@a", purpose=said), empty("@old", purpose=said), row(f"@{said}")), people.anton)
        for said in ("Erste", "Zweite")
    ]
    jobs = [begun(one, people.anton) for one in found]
    at_once(*(lambda job=job: execute(job) for job in jobs))
    for one in found:
        one.refresh_from_db()
    assert sorted(one.state for one in found) == [State.APPLIED, State.CHECKED]
    loser = next(one for one in found if one.state == State.CHECKED)
    assert reasons(loser) == {2: [("", "exists_now")], 3: [("", "changed_now")]}
    assert set(Job.objects.filter(pk__in=jobs).values_list("state", flat=True)) == {"ready"}
    assert ListedAccount.objects.count() == CorporateAccount.objects.count() == 3


def test_a_form_that_is_faster_in_the_last_moment_is_no_error(people: Cast, monkeypatch) -> None:
    """Between the look of the list and its writing somebody registers one of its accounts."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    found = checked(csv_of(row("@a"), row("@b")), people.anton)
    write, entity = bulk.insert_select, people.ada.entity

    def after_the_form(model: Any, *facts: Any) -> int:
        if model is CorporateAccount:
            new = CorporateAccount(platform=platform(), handle="@a", purpose="x", entity=entity)
            new.owner, new.deputy = people.ada, people.mara
            at_once(lambda: register_account(account=new, by=people.anton))
        return write(model, *facts)

    monkeypatch.setattr(bulk, "insert_select", after_the_form)
    job = begun(found, people.anton)
    execute(job)
    found.refresh_from_db()
    assert (found.state, found.reason) == (State.CHECKED, "changed_meanwhile")
    assert reasons(found) == {2: [("", "exists_now")]}
    assert Job.objects.get(pk=job).state == "ready"
    assert list(CorporateAccount.objects.values_list("handle", flat=True)) == ["@a"]
