"""From the link in an alarm's mail to an incident that runs and a first line that may be said, on a phone."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.people.models import Employee
from guidelines.alarms.models import Alarm
from guidelines.incidents.models import Incident
from guidelines.incidents.operations import report
from guidelines.statements.models import Statement
from tests.browsers import Opener, opener
from tests.factories import playbooks
from tests.factories.incidents import crisis_lead
from tests.factories.people import Cast
from tests.fingers import SECONDS_MS, Finger, is_sound
from tests.jobs_tools import drain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    cast = Cast()
    _ = cast.ben
    return cast


@pytest.fixture
def lead(people: Cast) -> Employee:
    """Leads by the playbook that ships with the portal."""
    person = crisis_lead()
    work = playbooks.playbook(editor=people.edda, approver=people.falk)
    playbooks.hold(work, "lead", person)
    playbooks.hold(work, "community", people.mara)
    return person


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Opener]:
    with opener(browser, live_server.url) as opened:
        yield opened


def mailed_link() -> str:
    """Where the newest call leads."""
    return urlsplit(re.search(r"http\S+/a/[\w-]+/", mail.outbox[-1].body)[0]).path


def start_at(page: Page, finger: Finger, level: int) -> None:
    """The first two taps after the answer: what it looks like, and go."""
    page.wait_for_url("**/incidents/**", timeout=SECONDS_MS)
    is_sound(page)
    finger.tap(f"#region-now label:has(input[name=social][value='{level}'])")
    finger.tap("#region-now .start-form button[type=submit]")
    expect(page.locator("#region-statements .statement")).to_be_visible(timeout=SECONDS_MS)
    is_sound(page)


@pytest.mark.parametrize("level", [1, 3])
def test_five_taps_from_the_mail_to_a_first_line_that_is_approved(people, lead, visit, level) -> None:
    """I1: level, role, tasks, and the playbook's holding line; the words of the topic are typed, as they must
    be. Signing in is not counted."""
    report(trouble="criticism", text="It is getting more and more", by=people.ben)
    drain()
    page = visit(lead, mailed_link())
    finger = Finger(page)
    finger.tap("button[value=have]")
    start_at(page, finger, level)
    for field in page.locator(".statement-fill input[type=text]").all():
        field.fill("18:30 / deliveries")
    finger.tap(".statement-fill button[type=submit]")
    expect(page.locator(".statement-answer")).to_be_visible(timeout=SECONDS_MS)
    assert finger.taps <= 4
    assert Statement.objects.get().state == "waiting"
    is_sound(page)
    finger.tap(".statement-answer button[type=submit]")
    expect(page.locator(".statement-place")).to_be_visible(timeout=SECONDS_MS)
    assert finger.taps <= 5

    incident = Incident.objects.get()
    assert (incident.status, incident.social) == ("active", level)
    assert incident.roles.get().person == lead
    assert incident.tasks.exists()
    assert Alarm.objects.get(role="").answered_by == lead
    line = Statement.objects.get()
    assert (line.state, line.kind, line.template) == ("approved", "holding", "holding-first")
    assert "{" not in line.wordings.last().text


def test_whoever_opens_the_link_later_is_in_the_room_with_one_tap(people, lead, visit) -> None:
    """I1: the mail stays useful after the answer."""
    report(trouble="criticism", text="It is getting more and more", by=people.ben)
    drain()
    page = visit(lead, mailed_link())
    page.locator("button[value=have]").click()
    page.wait_for_url("**/incidents/**", timeout=SECONDS_MS)
    page.goto(page.url.split("/incidents/")[0] + mailed_link())
    finger = Finger(page)
    finger.tap("a.button-primary")
    page.wait_for_url("**/incidents/**", timeout=SECONDS_MS)
    assert reverse("incidents:room-show", kwargs={"ref": Incident.objects.get().ref}) in page.url
