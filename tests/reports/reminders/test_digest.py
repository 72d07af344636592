"""The daily mail: what is said when, to whom, and never twice."""

from datetime import date, timedelta

import pytest

from accounts.people.choices import Status
from accounts.people.models import Absence, Employee
from accounts.people.operations import leave
from guidelines.policies.choices import ChangeClass, RequestState, ReservationOutcome, StatementKind
from guidelines.policies.models import AcknowledgementRequest
from guidelines.policies.operations import (
    acknowledge_under_reservation,
    exempt,
    extend_deadline,
    retire_policy,
    settle_reservation,
    withdraw_consent,
)
from guidelines.policies.operations.acknowledging import acknowledge
from portal.mail.models import Message
from reports.reminders.models import Letter, Mention
from tests.factories.people import EmployeeFactory, LocationFactory
from tests.factories.policies import read, request_of
from tests.reports.reminders.mornings import clock, daily, post, to, told

pytestmark = pytest.mark.django_db


def days(first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1)]


def test_the_whole_course_of_a_request_nobody_answers(cast, asked, settings):
    """T5: asked, a week before, the working day before, overdue, then weekly, and capped."""
    settings.REMINDER_OVERDUE_MAX = 3
    for day in days("2026-11-02", "2027-01-31"):
        daily(day)
    mentions = Mention.objects.filter(letter__employee=cast.ben).order_by("letter__day")
    assert [(f"{one.letter.day:%m-%d}", one.topic) for one in mentions.select_related("letter")] == [
        ("11-02", "asked"),
        ("11-09", "soon"),
        ("11-13", "last_call"),
        ("11-17", "overdue"),
        ("11-24", "overdue"),
        ("12-01", "overdue"),
    ]
    asked.refresh_from_db()
    assert (asked.reminders_sent, asked.last_reminded_on) == (5, date(2026, 12, 1))


def test_one_mail_a_day_however_often_the_duty_runs(cast, asked):
    """T5"""
    written = [daily("2026-11-02", at) for at in ("07:00", "07:30", "12:00", "19:30")]
    assert written[1:] == [0, 0, 0]
    assert len(to(cast.ben)) == 1
    assert Message.objects.of_kind("reminders.daily").to_person(cast.ben.ref).count() == 1


def test_what_is_new_after_the_mail_of_the_day_waits_until_the_next(cast, asked, released):
    daily("2026-11-02")
    released(slug="photos")
    assert daily("2026-11-02", "15:00") == 0
    daily("2026-11-03")
    assert told(cast.ben) == ["asked", "asked"]


@pytest.mark.parametrize(
    ("at", "writes"), [("06:59", False), ("07:00", True), ("19:59", True), ("20:00", False), ("00:00", False)]
)
def test_mails_leave_by_day(cast, asked, at, writes):
    assert bool(daily("2026-11-03", at)) is writes


def _invited(ben):
    Employee.objects.filter(pk=ben.pk).update(status=Status.INVITED, is_active=False)


def _on_leave(ben):
    Employee.objects.filter(pk=ben.pk).update(status=Status.ON_LEAVE)


def _left(ben):
    leave(person=ben, on=date(2026, 11, 1), by=None)


def _absent_today(ben):
    Absence.objects.create(employee=ben, first_day=date(2026, 11, 3), last_day=date(2026, 11, 3))


def _without_email(ben):
    Employee.objects.filter(pk=ben.pk).update(email=None)


def _with_blank_email(ben):
    Employee.objects.filter(pk=ben.pk).update(email="")


@pytest.mark.parametrize(
    "excuse", [_invited, _on_leave, _left, _absent_today, _without_email, _with_blank_email]
)
def test_no_mail_to(cast, asked, excuse):
    """T5: leavers, people on leave or absent today; and who cannot sign in yet or has no address."""
    excuse(cast.ben)
    daily("2026-11-03")
    assert told(cast.ben) == []
    assert not Message.objects.of_kind("reminders.daily").to_person(cast.ben.ref).exists()


def test_an_absence_on_other_days_is_no_obstacle(cast, asked):
    Absence.objects.create(employee=cast.ben, first_day=date(2026, 11, 2), last_day=date(2026, 11, 2))
    Absence.objects.create(employee=cast.ben, first_day=date(2026, 11, 4), last_day=date(2026, 11, 9))
    daily("2026-11-03")
    assert told(cast.ben) == ["asked"]


def test_what_was_missed_while_away_is_said_once_on_return(cast, asked):
    Absence.objects.create(employee=cast.ben, first_day=date(2026, 11, 2), last_day=date(2026, 11, 12))
    for day in days("2026-11-02", "2026-11-13"):
        daily(day)
    assert told(cast.ben) == ["last_call"]
    asked.refresh_from_db()
    assert asked.reminders_sent == 0  # the first word about a request asks; it does not remind


def test_finished_duties_are_not_mentioned(cast, asked, confirm):
    """T5"""
    daily("2026-11-02")
    with clock("2026-11-03"):
        confirm(cast.ben)
    for day in days("2026-11-04", "2026-11-30"):
        daily(day)
    assert told(cast.ben) == ["asked"]


def test_a_consent_is_mentioned_once_and_never_reminded(cast, released):
    """K5: never overdue, never reminded more than once."""
    released(slug="photos", statement_kind=StatementKind.CONSENT)
    for day in days("2026-11-02", "2027-01-10"):
        daily(day)
    request = request_of(cast.ben)
    assert told(cast.ben) == ["offered"]
    assert (request.reminders_sent, request.last_reminded_on) == (0, None)


def test_a_withdrawn_consent_is_not_commented_on(cast, released):
    released(slug="photos", statement_kind=StatementKind.CONSENT)
    daily("2026-11-02")
    with clock("2026-11-03"):
        request = request_of(cast.ben)
        given = acknowledge(request=request, read=read(request), authenticated="password", by=cast.ben)
        withdraw_consent(acknowledgement=given, by=cast.ben)
    daily("2026-11-04")
    assert told(cast.ben) == ["offered"]


def test_an_editorial_change_is_told_to_who_has_still_to_confirm(cast, asked, released):
    """K3: the request moves on with its due date."""
    daily("2026-11-02")
    released("2026-11-04", policy=asked.policy, change_class=ChangeClass.EDITORIAL)
    daily("2026-11-04", "10:00")
    daily("2026-11-05")
    assert told(cast.ben) == ["asked", "changed"]
    asked.refresh_from_db()
    assert (asked.reminders_sent, asked.due_on) == (0, date(2026, 11, 16))


def test_an_editorial_change_is_no_news_to_who_has_confirmed(cast, asked, released, confirm):
    daily("2026-11-02")
    with clock("2026-11-03"):
        confirm(cast.ben)
    released("2026-11-04", policy=asked.policy, change_class=ChangeClass.EDITORIAL)
    daily("2026-11-05")
    assert told(cast.ben) == ["asked"]


def test_a_material_change_asks_again_and_says_what_changed(cast, asked, released):
    """K3"""
    daily("2026-11-02")
    released("2026-11-04", policy=asked.policy, change_summary={"de": "Abschnitt 3 ist neu", "en": "New: 3"})
    daily("2026-11-05")
    assert told(cast.ben) == ["asked", "asked"]
    assert "Neue Fassung. Das ist anders: Abschnitt 3 ist neu." in to(cast.ben)[-1].body


def test_a_withdrawn_request_is_called_off_once(cast, asked):
    daily("2026-11-02")
    with clock("2026-11-03"):
        retire_policy(policy=asked.policy, by=cast.falk)
    daily("2026-11-04")
    daily("2026-11-05")
    assert told(cast.ben) == ["asked", "dropped"]
    assert to(cast.ben)[-1].subject == "Nicht mehr zu bestätigen: Soziale Medien"


def test_what_was_never_announced_is_not_called_off(cast, asked):
    with clock("2026-11-02", "10:00"):
        retire_policy(policy=asked.policy, by=cast.falk)
    daily("2026-11-03")
    assert told(cast.ben) == []


def test_an_exemption_is_told(cast, asked):
    daily("2026-11-02")
    with clock("2026-11-03"):
        exempt(request=asked, reason="Works abroad.", by=cast.hanna)
    daily("2026-11-04")
    assert told(cast.ben) == ["asked", "dropped"]
    body = to(cast.ben)[-1].body
    assert "Die Personalabteilung hat Sie ausgenommen" in body
    assert "Works abroad" not in body


@pytest.mark.parametrize("outcome", ReservationOutcome)
def test_a_settled_reservation_is_told_with_its_outcome(cast, asked, outcome):
    """K6"""
    daily("2026-11-02")
    with clock("2026-11-03"):
        given = acknowledge_under_reservation(
            request=asked, read=read(asked), reason="Why?", authenticated="password", by=cast.ben
        )
    daily("2026-11-04")
    assert told(cast.ben) == ["asked"]
    with clock("2026-11-04", "12:00"):
        settle_reservation(case=given.reservation, outcome=outcome, note="Internal.", by=cast.hanna)
    daily("2026-11-05")
    daily("2026-11-06")
    again = ["asked"] if outcome == ReservationOutcome.ASK_AGAIN else []
    assert sorted(told(cast.ben)) == sorted(["asked", "settled", *again])
    assert "Internal" not in to(cast.ben)[-1].body


def test_an_extension_starts_the_count_anew(cast, asked, settings):
    settings.REMINDER_OVERDUE_MAX = 1
    for day in days("2026-11-02", "2026-11-18"):
        daily(day)
    with clock("2026-11-18", "12:00"):
        extend_deadline(request=asked, to=date(2026, 12, 7), reason="Busy weeks.", by=cast.hanna)
    for day in days("2026-11-19", "2026-12-31"):
        daily(day)
    course = ["soon", "last_call", "overdue"]
    assert told(cast.ben) == ["asked", *course, *course]


def test_a_paused_request_is_silent(cast, asked):
    AcknowledgementRequest.objects.filter(pk=asked.pk).update(paused_on=date(2026, 11, 2))
    for day in days("2026-11-02", "2026-11-30"):
        daily(day)
    assert told(cast.ben) == []


def test_only_whom_it_concerns_is_touched(cast, asked, confirm, django_assert_max_num_queries):
    """People with nothing to hear cost nothing: neither rows nor queries."""
    daily("2026-11-02")
    EmployeeFactory.create_batch(3)
    with clock("2026-11-02", "12:00"):
        for person in Employee.objects.all():
            confirm(person)
    with django_assert_max_num_queries(20):
        assert daily("2026-11-03") == 0


def test_each_place_has_its_own_day(cast, released):
    """Lisbon is an hour behind, and on 1 December Portugal has a holiday."""
    lisbon = EmployeeFactory(location=LocationFactory(lisbon=True))
    released()
    daily("2026-11-03", "07:30")
    assert (told(cast.ben), told(lisbon)) == (["asked"], [])
    daily("2026-11-03", "08:00")
    assert told(lisbon) == ["asked"]
    released("2026-11-30", slug="photos")
    daily("2026-12-01")
    assert "asked" in told(cast.ben, "2026-12-01")
    assert told(lisbon, "2026-12-01") == []


def test_letters_and_requests_end_with_the_same_word(cast, asked):
    """What the certificate will say about reminders is what was sent."""
    for day in days("2026-11-02", "2026-11-25"):
        daily(day)
    asked.refresh_from_db()
    reminding = Mention.objects.filter(request=asked, topic__in=("soon", "last_call", "overdue"))
    assert asked.reminders_sent == reminding.count() == 4
    assert asked.state == RequestState.OPEN
    assert Letter.objects.to_person(cast.ben).filter(message__isnull=True).count() == 0
    assert len([one for one in post() if cast.ben.email in one.to[0]]) == 5
