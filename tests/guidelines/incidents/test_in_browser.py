"""The taps of I1, counted on a phone, and a room that stays up to date without taking anybody's words."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from guidelines.incidents.models import Incident, Report
from guidelines.incidents.operations import add_note, add_task, take_on
from tests.browsers import Opener, opener
from tests.factories.incidents import crisis_lead, playbook, reported, running
from tests.factories.people import Cast
from tests.fingers import SECONDS_MS, Finger, is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    cast = Cast()
    _ = cast.ben
    return cast


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Opener]:
    with opener(browser, live_server.url) as opened:
        yield opened


def room(incident: Incident) -> str:
    return reverse("incidents:room-show", kwargs={"ref": incident.ref})


def test_four_taps_are_enough_to_report(people, visit) -> None:
    """I1: from any page, on a phone, by anybody."""
    page = visit(people.ben, "/")
    finger = Finger(page)
    finger.tap(f".top-bar a[href='{reverse('incidents:report-choose')}']")
    is_sound(page)
    finger.tap("a.report-choice[href*='threat']")
    is_sound(page)
    finger.tap(".report-send button")
    page.wait_for_url("**/report/mine/**", timeout=SECONDS_MS)
    is_sound(page)
    assert finger.taps <= 4
    assert Report.objects.get().trouble == "threat"


def test_others_see_it_without_reloading(people, visit) -> None:
    lead = crisis_lead()
    incident = running(people, by=lead)
    page = visit(lead, room(incident), width=1280)
    add_note(incident=incident, text="300 comments", by=lead)
    expect(page.locator(".log-line").first).to_contain_text("300 comments", timeout=SECONDS_MS)
    add_task(incident=incident, title="Call the shop", by=lead)
    expect(page.locator("#region-tasks")).to_contain_text("Call the shop", timeout=SECONDS_MS)


def test_what_somebody_types_is_never_taken(people, visit) -> None:
    lead = crisis_lead()
    incident = reported(people.ben)
    playbook(people)
    page = visit(lead, room(incident))
    words = page.locator("#region-now textarea")
    words.fill("half a sentence")
    page.locator("#note-text").fill("half a note")
    take_on(incident=incident, by=lead)
    expect(page.locator("#region-now .room-stale")).to_be_visible(timeout=SECONDS_MS)
    assert words.input_value() == "half a sentence"
    assert page.locator("#note-text").input_value() == "half a note"


def test_a_lost_connection_is_said_and_comes_back(people, visit) -> None:
    lead = crisis_lead()
    incident = running(people, by=lead)
    page = visit(lead, room(incident))
    page.locator("#note-text").fill("written on the train")
    page.context.set_offline(True)
    expect(page.locator("[data-state]")).not_to_be_empty(timeout=SECONDS_MS)
    page.locator(".note-form button").click()
    page.wait_for_timeout(500)
    assert page.locator("#note-text").input_value() == "written on the train"
    add_note(incident=incident, text="meanwhile", by=lead)
    page.context.set_offline(False)
    expect(page.locator(".log")).to_contain_text("meanwhile", timeout=SECONDS_MS)
    page.locator(".note-form button").click()
    expect(page.locator(".log")).to_contain_text("written on the train", timeout=SECONDS_MS)
    assert page.locator("#note-text").input_value() == ""
