"""Workers that race, die and come back; thousands of people; a clock that is set."""

import threading
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from accounts.people.choices import Status
from accounts.people.models import Employee
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from portal.jobs.running import execute
from portal.mail.models import Message
from reports.reminders import jobs, operations
from reports.reminders.models import Letter, Mention
from reports.reminders.operations import write_digests
from tests.factories.people import EmployeeFactory, LocationFactory
from tests.reports.reminders.mornings import clock, daily, moment, run_job, to, told


@pytest.mark.django_db
def test_a_second_worker_with_the_same_people_writes_nothing(cast, asked):
    """T5, J1: of two jobs that both believe it is their turn, one writes."""
    people = list(Employee.objects.values_list("pk", flat=True))
    with clock("2026-11-03"):
        facts = {"people": people, "location": cast.ben.location, "moment": moment("2026-11-03")}
        assert write_digests(**facts) == len(people)
        assert write_digests(**facts) == 0
    assert Message.objects.of_kind("reminders.daily").count() == len(people)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_letter(cast):
    facts = {
        "employee": cast.ben,
        "day": date(2026, 11, 3),
        "kind": "daily",
        "written_at": moment("2026-11-03"),
    }
    Letter.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(**facts)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_mail_each(cast, released):
    """T5, J1: both have read who is due before either writes."""
    EmployeeFactory.create_batch(5)
    released()
    people = Employee.objects.count()
    barrier, original, started, results = threading.Barrier(2, timeout=20), jobs.write_digests, set(), []

    def together(**facts):
        if threading.get_ident() not in started:
            started.add(threading.get_ident())
            barrier.wait()
        return original(**facts)

    def work(pk):
        try:
            execute(pk)
            results.append(pk)
        finally:
            connection.close()

    with clock("2026-11-03"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "SLICE", 3)
        if connection.vendor == "postgresql":
            patch.setattr(jobs, "write_digests", together)
        pks = [enqueue("reminders.daily", payload={}).pk for _ in range(2)]
        workers = [threading.Thread(target=work, args=[pk]) for pk in pks]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert Letter.objects.count() == people
    assert Message.objects.of_kind("reminders.daily").count() == people
    assert set(Job.objects.filter(pk__in=pks).values_list("state", flat=True)) == {"ready"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dies_in", ["send_letters", "_count_reminders"])
def test_a_worker_killed_before_its_commit_leaves_nothing_and_the_next_writes_once(
    cast, asked, monkeypatch, dies_in
):
    """J1: letter, mentions, reminder count, mail row and its job are one transaction."""

    class Killed(BaseException):
        pass

    def die(*_, **__):
        raise Killed

    with clock("2026-11-13"), monkeypatch.context() as patch:
        daily("2026-11-09")
        before = (Letter.objects.count(), Mention.objects.count(), Message.objects.count())
        patch.setattr(operations, dies_in, die)
        with pytest.raises(Killed):
            execute(enqueue("reminders.daily", payload={}).pk)
        assert (Letter.objects.count(), Mention.objects.count(), Message.objects.count()) == before
    assert daily("2026-11-13", "08:30") == before[0]
    asked.refresh_from_db()
    assert (told(cast.ben), asked.reminders_sent) == (["soon", "last_call"], 1)


@pytest.mark.django_db
def test_a_killed_worker_goes_on_where_it_stopped(cast, released, monkeypatch):
    """J1: slices that were committed are not repeated."""
    monkeypatch.setattr(jobs, "SLICE", 2)
    EmployeeFactory.create_batch(6)
    released()
    original, calls = jobs.write_digests, []

    def third_time_fails(**facts):
        calls.append(facts)
        if len(calls) == 3:
            raise RuntimeError
        return original(**facts)

    with clock("2026-11-03"), monkeypatch.context() as patch:
        patch.setattr(jobs, "write_digests", third_time_fails)
        execute(enqueue("reminders.daily", payload={}).pk)
        assert Letter.objects.count() == 4
    daily("2026-11-03", "08:30")
    assert Letter.objects.count() == Employee.objects.count()


@pytest.mark.django_db
def test_five_thousand_people_are_written_to_in_slices(cast, released, django_assert_max_num_queries):
    """Who is due is asked once; a second pass, with nothing to say to anybody, costs a few queries."""
    ben = cast.ben
    where = {"entity": ben.entity, "department": ben.department, "location": ben.location}
    Employee.objects.bulk_create(
        Employee(
            login_id=f"p{n}",
            name=f"Person {n}",
            email=f"p{n}@hafenlicht.example",
            status=Status.ACTIVE,
            is_active=True,
            **where,
        )
        for n in range(5000)
    )
    released()
    with clock("2026-11-03"):
        job = run_job("reminders.daily")
    people = Employee.objects.count()
    assert job.result["written"] == Letter.objects.count() == people > 5000
    assert Message.objects.of_kind("reminders.daily").values("recipient_ref").distinct().count() == people
    with django_assert_max_num_queries(20):
        assert daily("2026-11-03", "08:30") == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "again"),
    [
        (("2026-11-03", "07:10"), ("2026-11-03", "06:10")),
        (("2026-11-03", "08:10"), ("2026-11-03", "07:10")),
        (("2026-11-04", "08:00"), ("2026-11-03", "08:00")),
    ],
)
def test_a_clock_set_back_sends_nothing_twice(cast, asked, first, again):
    daily(*first)
    assert daily(*again) == 0
    assert told(cast.ben) == ["asked"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("utc", "writes"),
    [
        ("2026-10-23T05:00", True),  # Friday before the clocks change: 07:00 in summer time
        ("2026-10-26T05:00", False),  # Monday after: 06:00
        ("2026-10-26T06:00", True),
        ("2027-03-29T05:00", False),  # Easter Monday, the day after summer time begins
        ("2027-03-30T05:00", True),
    ],
)
def test_seven_is_seven_by_the_local_clock(cast, released, utc, writes):
    released("2026-10-19")
    with time_machine.travel(datetime.fromisoformat(utc).replace(tzinfo=UTC), tick=False):
        assert bool(run_job("reminders.daily").result["written"]) is writes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "hamburg", "munich"),
    [
        ("2027-01-06", True, False),  # Epiphany, in Bavaria only
        ("2027-10-31", False, False),  # a Sunday
        ("2028-10-31", False, True),  # Reformation Day, in Hamburg only
        ("2026-12-25", False, False),
        ("2026-11-21", False, False),  # a Saturday
    ],
)
def test_days_off_are_those_of_the_federal_state(cast, released, day, hamburg, munich):
    """Nothing is sent on a non-working day at the person's location."""
    person = EmployeeFactory(location=LocationFactory(munich=True))
    released("2026-11-20")
    daily(day)
    assert (bool(told(cast.ben)), bool(told(person))) == (hamburg, munich)


@pytest.mark.django_db
def test_the_last_call_comes_on_the_working_day_before(cast, released):
    """Due on Monday, 4 January 2027: the call comes on Thursday, before New Year's Day and the weekend."""
    released("2026-12-21")
    for day in ("2026-12-21", "2026-12-28", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"):
        daily(day, "09:30")
    assert told(cast.ben, "2026-12-30") == []
    assert told(cast.ben, "2026-12-31") == ["last_call"]
    assert told(cast.ben) == ["asked", "soon", "last_call"]


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2000, 2038])
def test_the_calendar_of_other_years(cast, released, year):
    released(f"{year}-03-01")
    daily(f"{year}-03-02")
    assert told(cast.ben) == ["asked"]
    assert f"März {year}" in to(cast.ben)[0].body


@pytest.mark.django_db
def test_midnight_belongs_to_the_new_day(cast, asked):
    """The day of a letter is the local one: 23:30 UTC on the 2nd is the 3rd in Auckland."""
    auckland = LocationFactory(name="Auckland", country="NZ", subdivision="", time_zone="Pacific/Auckland")
    Employee.objects.filter(pk=cast.ben.pk).update(location=auckland)
    with time_machine.travel(datetime(2026, 11, 2, 23, 30, tzinfo=UTC), tick=False):
        run_job("reminders.daily")
    assert Letter.objects.get(employee=cast.ben).day == date(2026, 11, 3)
