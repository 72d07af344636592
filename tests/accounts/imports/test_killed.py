"""J1: a real process is killed in the middle of checking and of applying; nothing is lost or doubled."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.imports import operations
from accounts.imports.choices import State
from accounts.imports.columns import guess
from accounts.imports.models import ImportedPerson, ImportedRow, PeopleImport
from accounts.people.models import Employee
from portal.audit.models import AuditEvent
from portal.jobs.models import Job
from portal.jobs.operations import cancel, enqueue
from portal.jobs.running import Cancelled, Run
from tests.accounts.imports.files import applied, carry_out, checked, csv_of, row, uploaded
from tests.factories.people import EntityFactory
from tests.portal.jobs.processes import Process, wait_for

# One process that does one job, as a worker does, and holds its breath where it is to be killed.
RUN_ONE = """
import sys, time, django; django.setup()
from portal.jobs.sweeping import requeue_orphans
from portal.jobs.running import Run, execute
from accounts.imports.operations import applying
def hold(*a, **k): open(sys.argv[2], "w").close(); time.sleep(600)
step, told = Run.step, []
def slow(self, *a, **k):
    told.append(1)
    if len(told) == 3: hold()
    return step(self, *a, **k)
if sys.argv[3] == "check": Run.step = slow
else: applying._remember_people = hold
execute(int(sys.argv[1]))
"""


def start(job: Job, where: str, env, tmp_path) -> None:
    mark = tmp_path / "reached"
    process = Process(["-c", RUN_ONE, str(job.pk), str(mark), where], env, tmp_path / "log")
    wait_for(mark.exists, 240, process)
    process.kill()


def swept() -> None:
    """What the sweeper does once the lease has run out."""
    Job.objects.filter(state="running").update(state="queued", lease_until=None, published_at=None)
    carry_out()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["check", "apply"])
def test_a_killed_worker_leaves_nothing_half_done(cast, child_env, tmp_path, monkeypatch, where):
    """J1: staged rows are staged anew, a broken-off transaction never was."""
    content = csv_of([row(str(5000 + n)) for n in range(5000)])
    if where == "check":
        found = uploaded(content, cast.hanna)
        operations.choose_columns(
            people_import=found, mapping=guess(found.shape["headings"], {}), entity=EntityFactory(),
            complete_for=[], create_places=False, like=None, by=cast.hanna,
        )  # fmt: skip
        start(PeopleImport.objects.get(pk=found.pk).job, where, child_env, tmp_path)
        assert 0 < ImportedRow.objects.count() < 5000
        swept()
    else:
        found = checked(content, cast.hanna)
        operations.start_apply(people_import=found, leavers=None, leave_out_refused=False, by=cast.hanna)
        start(PeopleImport.objects.get(pk=found.pk).job, where, child_env, tmp_path)
        assert not Employee.objects.filter(personnel_number="5000").exists()
        swept()
        assert AuditEvent.objects.filter(verb="import.applied").count() == 1
        assert ImportedPerson.objects.count() == 5000
        assert Employee.objects.filter(email__endswith="@neu.example").count() == 5000
    found.refresh_from_db()
    assert found.state == (State.CHECKED if where == "check" else State.APPLIED)
    assert ImportedRow.objects.count() == found.counts["new"] == 5000


@pytest.mark.django_db
def test_the_same_job_twice_has_one_effect(cast):
    found = applied(checked(csv_of([row("500")]), cast.hanna), cast.hanna)
    operations.apply_import(people_import=found, by=cast.hanna)
    assert Employee.objects.filter(personnel_number="500").count() == 1
    assert AuditEvent.objects.filter(verb="import.applied").count() == 1


@pytest.mark.django_db
def test_cancelled_in_the_last_moment_is_not_applied(cast, monkeypatch):
    """The transaction commits only while the job is wanted."""
    found = checked(csv_of([row("500")]), cast.hanna)
    operations.start_apply(people_import=found, leavers=None, leave_out_refused=False, by=cast.hanna)
    tell = Run.progress

    def cancelling(run, done, total):
        if done:
            raise Cancelled
        tell(run, done, total)

    monkeypatch.setattr(Run, "progress", cancelling)
    carry_out()
    assert not Employee.objects.filter(personnel_number="500").exists()


@pytest.mark.django_db
def test_a_cancelled_check_can_be_started_again(cast):
    found = uploaded(csv_of([row("500")]), cast.hanna)
    choice = {
        "mapping": found.mapping, "entity": EntityFactory(), "complete_for": [],
        "create_places": False, "like": None, "by": cast.hanna,
    }  # fmt: skip
    found = operations.choose_columns(people_import=found, **choice)
    cancel(job=found.job, by=cast.hanna)
    found = operations.choose_columns(people_import=found, **choice)
    carry_out()
    found.refresh_from_db()
    assert found.state == State.CHECKED


@pytest.mark.django_db
def test_what_is_not_needed_any_more_is_deleted(cast):
    """Files nobody decided on, and the memory of past imports; who was imported when stays known."""
    waiting = checked(csv_of([row("500")]), cast.hanna)
    first = applied(checked(csv_of([row("501")]), cast.hanna), cast.hanna)
    last = applied(checked(csv_of([row("502")]), cast.hanna), cast.hanna)
    for days, kept in ((0, {waiting.pk, last.pk}), (8, {last.pk}), (15, set())):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            enqueue("imports.tidy", payload={})
            carry_out()
        assert set(ImportedRow.objects.values_list("people_import", flat=True)) == kept
    waiting.refresh_from_db()
    assert (waiting.state, waiting.stored_as) == (State.DISCARDED, "")
    assert set(ImportedPerson.objects.values_list("people_import", flat=True)) == {first.pk, last.pk}
