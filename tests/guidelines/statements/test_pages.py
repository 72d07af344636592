"""The part of the room, the statement's own page, and the steps between."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidelines.incidents.operations import let_in
from guidelines.playbooks.choices import TemplateKind
from guidelines.statements.choices import State
from guidelines.statements.models import Statement
from guidelines.statements.operations import draft_own, submit
from tests.factories.incidents import crisis_lead, holder, playbook, running
from tests.factories.people import Cast, signed_in
from tests.factories.statements import TEMPLATES, levels

pytestmark = pytest.mark.django_db
HOSTILE = '<img src=x onerror="alert(1)"> {{ 7 }}'


@pytest.fixture
def lead(cast: Cast):
    return crisis_lead()


@pytest.fixture
def incident(cast: Cast, lead):
    work = playbook(cast, templates=TEMPLATES, levels=levels())
    holder(work, lead)
    return running(cast, by=lead, work=work, level=2)


def room(incident):
    return reverse("incidents:room-show", args=[incident.ref])


def act(client, statement, act, **fields):
    return client.post(reverse("statements:statement-act", args=[statement.ref, act]), fields)


def test_the_holding_line_is_filled_in_and_approved_in_two_clicks_without_script(client, incident, lead):
    """I1: both are forms of the room, with the cursor on what is missing."""
    signed_in(client, lead)
    line = incident.statements.get()
    page = client.get(room(incident))
    assert "id_topic" in page.content.decode()
    answer = act(client, line, "fill", seen=1, topic="die Kantine", back="room")
    assert answer.headers["Location"] == f"{room(incident)}#region-statements"
    line.refresh_from_db()
    assert line.state == State.WAITING
    act(client, line, "approve", seen=2, back="room")
    line.refresh_from_db()
    assert line.state == State.APPROVED


def test_what_is_filled_in_is_shown_as_text(client, incident, lead):
    signed_in(client, lead)
    act(client, incident.statements.get(), "fill", seen=1, topic=HOSTILE)
    page = client.get(room(incident)).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_room_of_a_confidential_incident_hides_its_statements(client, incident, lead, cast):
    other = crisis_lead("Another lead")
    incident.is_confidential = True
    incident.save(update_fields=["is_confidential"])
    signed_in(client, other)
    statement = incident.statements.get()
    assert client.get(reverse("statements:statement-show", args=[statement.ref])).status_code == 404
    assert act(client, statement, "approve", seen=1).status_code == 404
    assert client.get(reverse("statements:statement-draft", args=[incident.ref])).status_code == 404


def test_a_template_begins_a_statement_and_an_expired_one_cannot(client, incident, lead):
    signed_in(client, lead)
    url = reverse("statements:statement-draft", args=[incident.ref])
    page = client.get(url).content.decode()
    assert 'value="help"' in page
    assert 'value="old"' not in page
    assert client.post(url, {"template": "help", "language": "de"}).status_code == 302
    assert Statement.objects.filter(template="help").exists()
    assert client.post(url, {"template": "old", "language": "de"}).status_code == 422


def test_own_words_are_drafted_and_empty_ones_are_not(client, incident, lead):
    signed_in(client, lead)
    url = reverse("statements:statement-draft", args=[incident.ref])
    fields = {"kind": TemplateKind.FACT.value, "language": "en", "text": "Nobody was hurt."}
    assert client.post(url, {**fields, "text": " "}).status_code == 422
    assert client.post(url, fields).status_code == 302
    assert Statement.objects.filter(language="en", template="").exists()


def test_two_tabs_the_second_is_told(client, incident, lead, cast):
    let_in(incident=incident, person=cast.ada, by=lead)
    kind = TemplateKind.FACT
    statement = draft_own(incident=incident, kind=kind, language="de", text="Eins", by=cast.ada)
    submit(statement=statement, seen=1, by=cast.ada)
    signed_in(client, cast.ada)
    act(client, statement, "reword", seen=1, text="Zwei")
    signed_in(client, lead)
    page = client.post(
        reverse("statements:statement-act", args=[statement.ref, "approve"]), {"seen": 1}, follow=True
    )
    assert page.status_code == 200
    statement.refresh_from_db()
    assert statement.state == State.DRAFT


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999", "²"])
def test_a_number_that_is_none_changes_nothing(client, incident, lead, seen):
    signed_in(client, lead)
    line = incident.statements.get()
    act(client, line, "withdraw", seen=seen, note="x")
    act(client, line, "reword", seen=seen, text="Anything")
    assert line.wordings.count() == 1


def test_the_whole_way_to_a_correction(client, incident, lead, cast):
    let_in(incident=incident, person=cast.ada, by=lead)
    statement = draft_own(
        incident=incident, kind=TemplateKind.FACT, language="de", text="Um 22:10 Uhr", by=cast.ada
    )
    signed_in(client, cast.ada)
    act(client, statement, "submit", seen=1)
    signed_in(client, lead)
    act(client, statement, "approve", seen=1)
    page = act(client, statement, "published", seen=1, link="https://x.example/1")
    assert page.status_code == 302
    act(client, statement, "correct", seen=1, text="Um 23:10 Uhr")
    correction = statement.corrections.get()
    page = client.get(reverse("statements:statement-show", args=[correction.ref]))
    assert page.status_code == 200
    page = client.get(reverse("statements:statement-show", args=[statement.ref])).content.decode()
    assert "https://x.example/1" in page
    assert 'rel="noopener noreferrer nofollow"' in page


def test_ten_statements_cost_as_many_queries_as_one(client, incident, lead, cast):
    signed_in(client, lead)
    client.get(room(incident))
    with CaptureQueriesContext(connection) as one:
        client.get(room(incident))
    for number in range(9):
        draft_own(incident=incident, kind=TemplateKind.FACT, language="de", text=f"{number}", by=lead)
    with CaptureQueriesContext(connection) as ten:
        client.get(room(incident))
    assert len(ten) <= len(one) + 1
