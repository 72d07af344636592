"""Open rooms ask with a ticket: cheap while nothing is new, and never a way in."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from guidelines.incidents.operations import add_note, let_in, let_out
from guidelines.incidents.tickets import HEADER, SECONDS
from tests.factories.incidents import crisis_lead, running
from tests.factories.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return crisis_lead()


@pytest.fixture
def incident(cast, lead):
    made = running(cast, by=lead)
    let_in(incident=made, person=cast.ada, by=lead)
    made.refresh_from_db()
    return made


def ask(client, incident, ticket: str = "", seen: object = None):
    live = reverse("incidents:room-live", kwargs={"ref": incident.ref})
    query = {"seen": incident.head_seq if seen is None else seen}
    return client.get(live, query, headers={HEADER: ticket})


def test_with_a_ticket_nothing_new_costs_one_statement(client, lead, incident, django_assert_num_queries):
    ticket = ask(signed_in(client, lead), incident).headers[HEADER]
    with django_assert_num_queries(1):
        answer = ask(client, incident, ticket)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_news_come_with_a_ticket_as_without(client, lead, incident):
    ticket = ask(signed_in(client, lead), incident).headers[HEADER]
    add_note(incident=incident, text="300 comments", by=lead)
    news = ask(client, incident, ticket)
    assert "300 comments" in news.json()["entries"]
    assert news.headers[HEADER]


def test_whoever_was_let_out_gets_no_news(client, cast, lead, incident):
    """A ticket that is still good opens nothing."""
    ticket = ask(signed_in(client, cast.ada), incident).headers[HEADER]
    let_out(incident=incident, person=cast.ada, by=lead)
    assert ask(client, incident, ticket).status_code == 403


def test_a_ticket_is_good_for_seconds(client, cast, lead, incident):
    ticket = ask(signed_in(client, cast.ada), incident).headers[HEADER]
    let_out(incident=incident, person=cast.ada, by=lead)
    incident.refresh_from_db()
    assert ask(client, incident, ticket).status_code == 304
    with time_machine.travel(timezone.now() + timedelta(seconds=SECONDS + 1)):
        assert ask(client, incident, ticket).status_code == 403


def test_a_ticket_is_of_one_session_and_one_incident(client, cast, lead, incident):
    ticket = ask(signed_in(client, lead), incident).headers[HEADER]
    other = running(cast, by=lead, work=incident.edition.work, link="https://a.example/other")
    other.refresh_from_db()
    assert ask(signed_in(client, cast.ben), incident, ticket).status_code == 403
    ticket = ask(signed_in(client, cast.ada), incident).headers[HEADER]
    assert ask(client, other, ticket).status_code == 404
    client.logout()
    assert ask(client, incident, ticket).status_code == 302


@pytest.mark.parametrize("ticket", ["x", "a:b:c", "é", ":" * 5000, "\x00"])
def test_what_is_no_ticket_is_none(client, lead, incident, ticket):
    signed_in(client, lead)
    assert ask(client, incident, ticket).status_code == 304
    assert ask(client, incident, ticket, seen="-1").status_code == 200
