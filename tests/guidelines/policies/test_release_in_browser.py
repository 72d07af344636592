"""A material change, proposed and approved for a day to come, in three real browsers; then the day comes."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.people.models import Employee
from guidelines.policies.choices import RequestState
from guidelines.policies.models import AcknowledgementRequest, PolicyVersion
from portal.jobs.models import Job
from portal.jobs.running import execute
from portal.mail.models import Message
from tests.factories.drafts import released, write, written
from tests.factories.people import Cast, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[[Employee, str], Page]
OLD, NEW = "Seien Sie freundlich zu allen", "Seien Sie auch in Foren freundlich."


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Open]:
    """Open a page as somebody, on a phone."""
    contexts = []

    def visit(person: Employee, path: str) -> Page:
        session = signed_in(Client(), person).cookies["sessionid"].value
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="de")
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield visit
    for context in contexts:
        context.close()


def test_k4_a_material_change_waits_for_its_day(visit: Open) -> None:
    """K4: the editor sees how many will be asked; nobody reads or owes anything before the day."""
    cast = Cast()
    _ = cast.ben
    released(cast, written(cast))
    draft, day = write(cast, text=NEW), timezone.now().date() + timedelta(days=3)

    editor = visit(cast.edda, f"/releases/propose/{draft.pk}/")
    editor.locator("[name=change_class][value=material]").check()
    editor.locator("[name=change_summary_de]").fill("Gilt jetzt auch in Foren.")
    expect(editor.get_by_text("Damit werden")).to_be_visible()
    editor.get_by_role("button", name="Freigabe vorschlagen").click()
    expect(editor.get_by_text("Wartet auf Genehmigung")).to_be_visible()

    approver = visit(cast.falk, editor.url.removeprefix(editor.url.split("/releases/")[0]))
    approver.locator("[name=left_out][value=en]").check()
    approver.locator("[name=on]").fill(timezone.now().date().isoformat())
    approver.get_by_role("button", name="An diesem Tag freigeben").click()
    expect(
        approver.locator("#decision").get_by_text("Wählen Sie einen Tag in der Zukunft").first
    ).to_be_visible()
    approver.locator("[name=on]").fill(day.isoformat())
    approver.get_by_role("button", name="An diesem Tag freigeben").click()
    with translation.override("de"):
        named = date_format(day, "j. F Y")
    expect(approver.get_by_text(f"am {named} freigegeben; bis dahin ändert sich nichts")).to_be_visible()
    expect(approver.get_by_text(f"Wird am {named} freigegeben", exact=True)).to_be_visible()

    reader = visit(cast.ben, "/guidelines/social-media/")
    expect(reader.get_by_text(OLD)).to_be_visible()
    expect(reader.get_by_text(NEW)).to_have_count(0)
    assert PolicyVersion.objects.count() == 1

    waiting = Job.objects.get(kind="policies.release")
    assert waiting.run_at is not None
    assert waiting.run_at.date() == day
    Job.objects.filter(pk=waiting.pk).update(run_at=timezone.now())
    execute(waiting.pk)

    reader.reload()
    expect(reader.get_by_text(NEW)).to_be_visible()
    approver.reload()
    expect(approver.get_by_text("Fassung 2.0, genehmigt von")).to_be_visible()
    request = AcknowledgementRequest.objects.of(cast.ben).get(state=RequestState.OPEN)
    assert request.version.number == "2.0"
    told = Message.objects.filter(kind="policies.proposal_decided", recipient_ref=cast.edda.ref)
    assert told.count() == 3
