"""HR reminds somebody now."""

from datetime import date

import pytest

from accounts.people.choices import Status
from accounts.people.models import Absence, Employee
from guidelines.policies.choices import StatementKind
from guidelines.policies.models import AcknowledgementRequest
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from reports.reminders.models import Letter
from reports.reminders.operations import BY_HAND_SLICE, remind_now
from tests.factories.people import EmployeeFactory, LocationFactory
from tests.factories.policies import request_of
from tests.reports.reminders.mornings import clock, daily, run_job, to, told

pytestmark = pytest.mark.django_db


def of(person):
    return AcknowledgementRequest.objects.of(person)


def remind(requests, by, day="2026-11-04", at="11:00") -> int:
    """HR's click, and the job that follows it."""
    with clock(day, at):
        people = remind_now(requests=requests, by=by)
        run_job("reminders.by_hand")
    return people


def test_one_mail_names_all_that_is_owed_and_counts_as_a_reminder(cast, asked, released):
    released(slug="photos")
    assert remind(of(cast.ben), cast.hanna) == 1
    (mail,) = to(cast.ben)
    assert mail.subject == "Erinnerung: 2 Richtlinien bis 16. November bestätigen"
    assert "die Personalabteilung möchte Sie erinnern: 2 Richtlinien warten" in mail.body
    assert set(of(cast.ben).values_list("reminders_sent", "last_reminded_on")) == {(1, date(2026, 11, 4))}


def test_it_is_one_row_in_the_trail(cast, asked):
    remind(AcknowledgementRequest.objects.all(), cast.hanna)
    (row,) = AuditEvent.objects.filter(verb="requests.reminded")
    count = AcknowledgementRequest.objects.count()
    assert row.actor == cast.hanna.ref
    assert f'"count":{count}' in row.canonical.replace(" ", "")


def test_only_hr_reminds(cast, asked):
    with pytest.raises(NotPermitted):
        remind_now(requests=of(cast.ben), by=cast.mara)
    assert not Letter.objects.exists()
    assert AuditEvent.objects.filter(verb="requests.reminder_refused").exists()


def test_twice_on_one_day_is_one_mail(cast, asked):
    """T5"""
    assert remind(of(cast.ben), cast.hanna) == 1
    assert remind(of(cast.ben), cast.hanna, at="15:00") == 0
    assert len(to(cast.ben)) == 1
    assert remind(of(cast.ben), cast.hanna, day="2026-11-05") == 1


def test_a_consent_is_never_reminded(cast, released):
    """K5"""
    released(slug="photos", statement_kind=StatementKind.CONSENT)
    assert remind(of(cast.ben), cast.hanna) == 0
    assert not AuditEvent.objects.filter(verb="requests.reminded").exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"status": Status.INVITED, "is_active": False},
        {"status": Status.ON_LEAVE},
        {"status": Status.LEFT, "is_active": False, "left_on": date(2026, 11, 3)},
        {"email": None},
    ],
)
def test_no_reminder_to(cast, asked, facts):
    """T5"""
    Employee.objects.filter(pk=cast.ben.pk).update(**facts)
    assert remind(of(cast.ben), cast.hanna) == 0
    assert to(cast.ben) == []


def test_nobody_is_reminded_who_is_absent_or_has_confirmed(cast, asked, confirm):
    Absence.objects.create(employee=cast.ben, first_day=date(2026, 11, 4), last_day=date(2026, 11, 4))
    with clock("2026-11-03"):
        confirm(cast.edda)
    assert remind(of(cast.ben) | of(cast.edda), cast.hanna) == 0


@pytest.mark.parametrize(
    ("day", "place"), [("2026-11-07", {}), ("2026-12-08", {"name": "Wien", "country": "AT"})]
)
def test_nobody_is_reminded_on_a_day_off(cast, released, day, place):
    """Saturday; and the Immaculate Conception in Vienna."""
    person = EmployeeFactory(location=LocationFactory(**{"subdivision": "", **place} if place else {}))
    released()
    assert remind(of(person), cast.hanna, day=day) == 0


def test_the_weekly_rhythm_follows_the_reminder_by_hand(cast, asked):
    for day in ("2026-11-02", "2026-11-09", "2026-11-13"):
        daily(day)
    remind(of(cast.ben), cast.hanna, day="2026-11-17", at="06:00")
    for day in range(17, 25):
        daily(f"2026-11-{day}")
    assert told(cast.ben) == ["asked", "soon", "last_call", "overdue", "overdue"]
    assert told(cast.ben, "2026-11-24") == ["overdue"]


def test_whoever_confirms_before_the_mail_is_written_gets_none(cast, asked, confirm):
    with clock("2026-11-04"):
        assert remind_now(requests=of(cast.ben), by=cast.hanna) == 1
        confirm(cast.ben)
        run_job("reminders.by_hand")
    assert to(cast.ben) == []
    assert not Letter.objects.exists()
    assert request_of(cast.ben).reminders_sent == 0


def test_a_reminder_that_a_dead_worker_left_over_is_not_sent_the_next_day(cast, asked):
    with clock("2026-11-04"):
        remind_now(requests=of(cast.ben), by=cast.hanna)
    with clock("2026-11-05"):
        run_job("reminders.by_hand")
    assert to(cast.ben) == []
    assert remind(of(cast.ben), cast.hanna, day="2026-11-05") == 1


def test_a_long_list_goes_on_in_further_jobs(cast, released, monkeypatch):
    monkeypatch.setattr("reports.reminders.jobs.ROUNDS_PER_JOB", 1)
    EmployeeFactory.create_batch(BY_HAND_SLICE)
    hanna = cast.hanna
    released()
    everybody = AcknowledgementRequest.objects.all()
    people = everybody.values("employee").distinct().count()
    with clock("2026-11-04"):
        assert remind_now(requests=everybody, by=hanna) == people > BY_HAND_SLICE
        run_job("reminders.by_hand")
        assert Letter.objects.unwritten().count() == people - BY_HAND_SLICE
        run_job("reminders.by_hand")
    assert Message.objects.of_kind("reminders.by_hand").count() == people


def test_a_list_that_was_cut_or_sorted_is_taken_as_it_is(cast, asked):
    cut = AcknowledgementRequest.objects.order_by("-due_on", "pk")[:1]
    assert remind(cut, cast.hanna) == 1
