"""The calendar feed: a secret address, one day per duty, moved when the due date moves."""

from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.people.models import Employee
from accounts.people.operations import leave, send_on_leave
from accounts.people.operations.self_service import renew_calendar_key
from accounts.people.registry import Duty
from guidelines.policies.choices import StatementKind
from guidelines.policies.operations import extend_deadline
from reports.reminders import limits
from reports.reminders.feed import alarm_before
from reports.reminders.models import FeedEntry
from tests.factories.people import EmployeeFactory, LocationFactory
from tests.factories.policies import text
from tests.reports.reminders.mornings import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(cast) -> str:
    return address(renew_calendar_key(person=cast.ben, by=cast.ben))


def address(key: str) -> str:
    return f"/calendar/{key}.ics"


def fetch(link: str, day: str = "2026-11-03", **headers):
    with clock(day):
        return Client().get(link, headers=headers)


def events(link: str, day: str = "2026-11-03") -> list:
    return list(Calendar.from_ical(fetch(link, day).content).events)


def test_one_whole_day_per_duty(cast, asked, link):
    (event,) = events(link)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 16), date(2026, 11, 17))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["summary"] == "Frist: Soziale Medien"
    assert event["url"] == f"http://127.0.0.1:8000/acknowledge/{asked.ref}/"
    assert str(event["uid"]).startswith(f"acknowledgement:{asked.ref}@")
    assert (event["sequence"], event["transp"], event["class"]) == (0, "TRANSPARENT", "PRIVATE")


def test_the_frame_says_what_calendars_ask_for(asked, link):
    response = fetch(link)
    calendar = Calendar.from_ical(response.content)
    assert calendar["version"] == "2.0"
    assert calendar["x-wr-calname"] == "Leitplanke: meine Fristen"
    assert calendar.decoded("refresh-interval") == timedelta(hours=12)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"]
    assert response.cookies == {}
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_it_speaks_the_persons_language_not_the_browsers(released):
    ann = EmployeeFactory(language="en")
    link = address(renew_calendar_key(person=ann, by=ann))
    released()
    with clock("2026-11-03"):
        body = Client().get(link, headers={"Accept-Language": "de"}).content.decode()
    assert "SUMMARY:Due: Social media" in body
    assert "Read and confirm" in body


def test_a_moved_due_date_raises_the_sequence_and_keeps_the_uid(cast, asked, link):
    (before,) = events(link)
    with clock("2026-11-04"):
        extend_deadline(request=asked, to=date(2026, 12, 1), reason="Busy.", by=cast.hanna)
    (after,) = events(link, "2026-11-05")
    assert (after["uid"], after["sequence"]) == (before["uid"], 1)
    assert after.decoded("dtstart") == date(2026, 12, 1)
    assert after.decoded("dtstamp") > before.decoded("dtstamp")


def test_the_same_content_has_the_same_bytes_and_is_not_sent_again(asked, link):
    first = fetch(link, "2026-11-03")
    again = fetch(link, "2026-11-06", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_confirmed_vanishes(cast, asked, link, confirm):
    assert len(events(link)) == 1
    with clock("2026-11-04"):
        confirm(cast.ben)
    assert events(link, "2026-11-05") == []
    assert not FeedEntry.objects.exists()


def test_a_consent_is_no_date(cast, released, link):
    """K5"""
    released(slug="photos", statement_kind=StatementKind.CONSENT)
    assert events(link) == []


def test_while_somebody_is_on_leave_the_date_waits_and_keeps_its_history(cast, asked, link):
    events(link)
    with clock("2026-11-04"):
        send_on_leave(person=cast.ben, by=None)
    assert events(link, "2026-11-05") == []
    assert FeedEntry.objects.filter(employee=cast.ben).exists()


def test_people_without_e_mail_have_a_calendar(released):
    person = EmployeeFactory(without_email=True)
    link = address(renew_calendar_key(person=person, by=person))
    released()
    assert len(events(link)) == 1


def test_a_leaver_an_old_key_and_an_unknown_key_look_alike(cast, asked, link):
    """Nothing tells whether a key ever was somebody's."""
    new = address(renew_calendar_key(person=cast.ben, by=cast.ben))
    assert fetch(new).status_code == 200
    assert fetch(link).status_code == 404
    assert fetch(address("x" * 43)).status_code == 404
    leave(person=cast.ben, on=date(2026, 11, 3), by=None)
    assert fetch(new).status_code == 404


@pytest.mark.parametrize(
    "change", [str.swapcase, lambda key: key[:-1] + "_", lambda key: key[:16] + "a" * 27]
)
def test_almost_right_is_wrong(cast, asked, change):
    key = renew_calendar_key(person=cast.ben, by=cast.ben)
    wrong = change(key)
    assert fetch(address(wrong)).status_code == (200 if wrong == key else 404)


@pytest.mark.parametrize("path", ["/calendar/.ics", "/calendar/short.ics", f"/calendar/{'%' * 43}.ics"])
def test_what_cannot_be_a_key_is_not_looked_up(path, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(link, method):
    assert getattr(Client(), method)(link).status_code == 405


def test_a_calendar_that_asks_all_the_time_is_told_to_wait(asked, link, monkeypatch):
    monkeypatch.setattr(limits, "READS_PER_KEY", 2)
    assert [fetch(link).status_code for _ in range(3)] == [200, 200, 429]


def test_who_guesses_is_shut_out_for_an_hour(asked, link, monkeypatch):
    monkeypatch.setattr(limits, "MISSES_PER_CLIENT", 2)
    answers = [fetch(address(letter * 43)).status_code for letter in "abcd"]
    assert answers == [404, 404, 404, 429]
    assert fetch(link).status_code == 429
    with clock("2026-11-03", "09:01"):
        assert Client().get(link).status_code == 200


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A, B; C\\D", "A, B; C\\D"),
        ("Zeile\r\nBEGIN:VEVENT", "Zeile\nBEGIN:VEVENT"),
        ("מדיה חברתית 👩‍💻", "מדיה חברתית 👩‍💻"),
        ("Ä" * 255, "Ä" * 255),
    ],
)
def test_no_title_breaks_the_file(cast, released, link, title, shown):
    released(texts=[text("de", title=title), text("en", title=title)])
    (event,) = events(link)
    assert event["summary"] == f"Frist: {shown}"


@pytest.mark.parametrize(
    ("due_on", "hours"),
    [
        (date(2026, 11, 17), -15),  # Tuesday: Monday at nine
        (date(2026, 11, 16), -63),  # Monday: Friday at nine
        (date(2027, 1, 4), -87),  # New Year's Day lies between
    ],
)
def test_the_alarm_rings_on_the_working_day_before(db, due_on, hours):
    assert alarm_before(due_on, LocationFactory()) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "due_on", [date(2027, 3, 28), date(2026, 10, 25), date(2038, 1, 19), date(2000, 2, 29)]
)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_due_date_is_the_same_day_everywhere(cast, link, monkeypatch, due_on, zone):
    """All-day dates have no zone: neither a change of clocks nor a far office moves them."""
    Employee.objects.filter(pk=cast.ben.pk).update(time_zone=zone)
    duty = Duty(key="x:1", title="T", action="Do it", url="/x/", due_on=due_on, overdue=False)
    monkeypatch.setattr("reports.reminders.feed.duties_of", lambda person: [duty])
    (event,) = events(link)
    assert event.decoded("dtstart") == due_on


def test_reading_twice_writes_once(cast, asked, link, django_assert_max_num_queries):
    fetch(link)
    # those of before (11), and courses to do
    with django_assert_max_num_queries(12):
        fetch(link)


def test_the_settings_page_shows_the_link(cast, link, client):
    from tests.factories.people import signed_in

    page = signed_in(client, cast.ben).get("/my/settings/").content.decode()
    assert f"http://testserver{link}" in page
