"""An exercise says so wherever somebody may look, and in everything that leaves the portal."""

import subprocess
from datetime import date

import pytest
from django.urls import reverse

from guidelines.incidents.choices import Mode
from guidelines.incidents.models import Incident
from guidelines.incidents.operations import close_incident
from guidelines.playbooks.choices import TemplateKind
from guidelines.reviews.choices import Part
from guidelines.reviews.operations import add_action, add_finding, issue_dossier, read_dossier
from guidelines.statements.operations import draft_own
from portal.mail.models import Message
from tests.factories.incidents import crisis_lead, running
from tests.factories.people import signed_in

pytestmark = pytest.mark.django_db
MARK = "drill-mark"
OF_THE_INCIDENT = (
    "incidents:room-show",
    "incidents:log-show",
    "incidents:level-declare",
    "incidents:incident-end",
    "incidents:incident-name",
    "incidents:task-add",
    "incidents:decision-add",
    "incidents:figures-show",
    "incidents:evidence-add",
    "incidents:freeze-start",
    "incidents:emergency-choose",
    "incidents:person-let-in",
    "statements:statement-draft",
    "alarms:alarm-show",
    "reviews:dossier-list",
)


@pytest.fixture
def lead(cast):
    return crisis_lead()


@pytest.fixture
def drill(cast, lead) -> Incident:
    """Nothing in the product makes one yet: the row says so before anything is done with it."""
    made = running(cast, by=lead)
    Incident.objects.filter(pk=made.pk).update(mode=Mode.DRILL)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("name", OF_THE_INCIDENT)
def test_every_page_of_the_room_says_so(client, drill, lead, name):
    """D2: in the room and on each of its pages, outside of what is exchanged while it is open."""
    page = signed_in(client, lead).get(reverse(name, args=[drill.ref])).content.decode()
    assert MARK in page


def test_so_do_the_pages_of_its_parts(client, drill, lead, cast):
    """D2: a task, a statement, an action that came of it."""
    said = draft_own(incident=drill, kind=TemplateKind.FACT, language="de", text="Wir prüfen.", by=lead)
    task = drill.tasks.first()
    close_incident(incident=drill, reason="The exercise is over", by=lead)
    found = add_finding(review=drill.review, text="Too slow", by=lead)
    act = add_action(finding=found, what="Be faster", owner=cast.ben, due_on=date(2030, 1, 1), by=lead)
    addresses = (
        reverse("incidents:task-show", args=[task.ref]),
        reverse("statements:statement-show", args=[said.ref]),
        reverse("reviews:review-show", args=[drill.ref]),
        reverse("reviews:action-show", args=[act.ref]),
    )
    browser = signed_in(client, lead)
    for address in addresses:
        assert MARK in browser.get(address).content.decode(), address
    letter = Message.objects.get(kind="reviews.action_given")
    assert letter.context["is_drill"]


def test_a_live_incident_does_not(client, cast, lead):
    page = signed_in(client, lead).get(reverse("incidents:room-show", args=[running(cast, by=lead).ref]))
    assert MARK not in page.content.decode()


@pytest.mark.parametrize(("language", "word"), [("de", "ÜBUNG"), ("en", "DRILL")])
def test_the_dossier_says_so_on_every_page(drill, lead, tmp_path, language, word):
    """D2: in its head and at the foot of each page."""
    dossier = issue_dossier(drill, language=language, by=lead)
    path = tmp_path / "dossier.pdf"
    path.write_bytes(read_dossier(file=dossier.files.get(part=Part.PDF), by=lead))
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True).stdout
    pages = text.removesuffix("\f").split("\f")
    assert all(word in page for page in pages)
