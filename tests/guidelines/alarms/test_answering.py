""" "I have it" in one click, from a phone, without signing in; and what a link does not do."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.people.operations import leave
from accounts.people.registry import my_data_of
from guidelines.alarms.choices import AlarmState
from guidelines.alarms.models import Alarm
from guidelines.alarms.operations import answer
from guidelines.alarms.parts import banner_of
from guidelines.incidents.models import Member, TimelineEntry
from guidelines.incidents.registry import entry_kind
from portal.audit.models import AuditEvent
from tests.factories.alarms import called, minutes, ringing
from tests.factories.incidents import crisis_lead
from tests.factories.people import signed_in
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


def link() -> str:
    """The path of the link in the newest mail."""
    return re.search(r"/a/[\w-]+/", mail.outbox[-1].body)[0]


@pytest.fixture
def alarm(cast, plan) -> Alarm:
    ringing(by=cast.mara)
    drain()
    return Alarm.objects.get()


def test_one_click_and_it_is_taken(cast, alarm):
    """I1: no sign-in before the answer; afterwards the room, behind the sign-in."""
    browser = Client()
    page = browser.get(link())
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert alarm.incident.title not in page.content.decode()
    answered = browser.post(link(), {"answer": "have"})
    assert str(alarm.incident.ref) in answered["Location"]
    assert "login" in browser.get(answered["Location"])["Location"]
    alarm.refresh_from_db()
    assert (alarm.state, alarm.answered_by, alarm.answered_how) == ("answered", cast.ada, "link")
    assert AuditEvent.objects.filter(verb="alarm.answered", actor=cast.ada.ref).count() == 1
    landed = signed_in(Client(), cast.ada).get(answered["Location"])
    assert landed.status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(alarm, method):
    """Scanners of mail open every link."""
    for _ in range(3):
        getattr(Client(), method)(link())
    alarm.refresh_from_db()
    assert alarm.state == AlarmState.RINGING


def test_a_link_opens_nothing_else(cast, alarm):
    browser = Client()
    browser.post(link(), {"answer": "have"})
    assert "sessionid" not in browser.cookies or not browser.session.get("_auth_user_id")
    assert browser.get(reverse("alarms:alarm-show", args=[alarm.incident.ref])).status_code == 302


def test_the_answer_tells_the_others_once(cast, alarm):
    with time_machine.travel(timezone.now() + minutes(5), tick=False):
        drain()
        Client().post(link(), {"answer": "have"})
        drain()
    to_ada = [letter for letter in mail.outbox if cast.ada.email in letter.to[0]]
    assert len(to_ada) == 2
    assert cast.ben.name in to_ada[1].subject


def test_late_and_twice_have_no_effect_and_show_who_was_first(cast, alarm):
    first = link()
    Client().post(first, {"answer": "cannot"})
    drain()
    second = link()
    Client().post(second, {"answer": "have"})
    late = Client().post(first, {"answer": "have"}, follow=True)
    assert cast.ben.name in late.content.decode()
    Client().post(second, {"answer": "have"})
    alarm.refresh_from_db()
    assert alarm.answered_by == cast.ben
    assert TimelineEntry.objects.filter(kind="alarms.answered").count() == 1


def test_i_cannot_passes_on_at_once(cast, alarm):
    answered = Client().post(link(), {"answer": "cannot"}, follow=True)
    assert answered.status_code == 200
    assert called(alarm) == ["Ada Lindqvist", "Ben Öztürk"]


def test_a_link_works_for_a_day_and_for_whoever_works_here(cast, alarm):
    path = link()
    with time_machine.travel(timezone.now() + minutes(25 * 60), tick=False):
        assert Client().get(path).status_code == 410
    leave(person=cast.ada, on=timezone.localdate(), by=None)
    Client().post(path, {"answer": "have"})
    alarm.refresh_from_db()
    assert alarm.state == AlarmState.RINGING
    for made_up in ("/a/" + "A" * 22 + "/", "/a/x/"):
        assert Client().post(made_up, {"answer": "have"}).status_code == 410


def test_whoever_answers_for_a_confidential_incident_is_let_in(cast):
    kaja = crisis_lead("Kaja Berg")
    incident = ringing(is_confidential=True)
    alarm = Alarm.objects.get()
    answer(alarm=alarm, by=kaja, how="link")
    assert Member.objects.filter(incident=incident, person=kaja).exists()


def test_home_shows_it_to_whoever_is_called_and_to_nobody_else(
    cast, alarm, client, django_assert_num_queries
):
    assert banner_of(cast.ada) is not None
    with django_assert_num_queries(1):
        assert banner_of(cast.mara) is None
    page = signed_in(client, cast.ada).get("/")
    assert reverse("alarms:alarm-show", args=[alarm.incident.ref]) in page.content.decode()


def test_while_nothing_rings_home_asks_nothing(cast, django_assert_num_queries):
    ada, ben = cast.ada, cast.ben
    banner_of(ada)
    with django_assert_num_queries(0):
        banner_of(ben)


def test_the_page_shows_who_was_called_and_answers(cast, alarm, client):
    ada = signed_in(client, cast.ada)
    path = reverse("alarms:alarm-show", args=[alarm.incident.ref])
    assert "Ada Lindqvist" in ada.get(path).content.decode()
    assert 'id="alarm-state"' in ada.get(path, headers={"HX-Request": "true"}).content.decode()
    assert signed_in(Client(), cast.wolf).get(path).status_code == 403
    ada.post(reverse("alarms:alarm-answer", args=[alarm.ref]))
    alarm.refresh_from_db()
    assert alarm.answered_how == "portal"
    assert ada.get(path).status_code == 200


def test_the_entries_of_the_log_can_be_read(cast, alarm):
    Client().post(link(), {"answer": "cannot"})
    kaja = crisis_lead("Kaja Berg")
    answer(alarm=alarm, by=kaja, how="portal")
    entries = TimelineEntry.objects.filter(kind__startswith="alarms.").select_related("incident")
    said = [entry_kind(entry.kind).sentence(entry, entry.facts) for entry in entries]
    assert said[:2] == ["alarm raised", "call 1: Ada Lindqvist"]


def test_people_see_what_they_were_called_for(cast, alarm):
    assert any("Alarm" in str(part.title) for part in my_data_of(cast.ada))
    assert not any("Alarm" in str(part.title) for part in my_data_of(cast.wolf))
