"""Looking back in the browser's language: the review, its actions, the dossier."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.incidents.operations import close_incident
from guidelines.reviews.models import Action, Finding, Review
from guidelines.reviews.operations import issue_dossier
from tests.factories.incidents import crisis_lead, running
from tests.factories.people import Cast, signed_in
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast: Cast):
    return crisis_lead()


@pytest.fixture
def incident(cast: Cast, lead):
    return close_incident(incident=running(cast, by=lead), reason="Quiet", by=lead)


def page(incident, name="reviews:review-show"):
    return reverse(name, args=[incident.ref])


def test_from_the_finding_to_the_end(client, incident, lead, cast):
    """Every step is a form that needs no script."""
    signed_in(client, lead)
    assert client.get(page(incident)).status_code == 200
    today = timezone.localdate().isoformat()
    client.post(page(incident), {"held_on": today, "went_well": "Fast", "went_badly": "<b>Slow</b>"})
    client.post(page(incident, "reviews:finding-add"), {"text": "No number"})
    finding = Finding.objects.get()
    due = (timezone.localdate() + timedelta(days=3)).isoformat()
    fields = {"what": "Note it", "owner": cast.edda.pk, "due_on": due}
    client.post(reverse("reviews:action-add", args=[finding.ref]), fields)
    action = Action.objects.get()
    client.post(page(incident, "reviews:review-close"))
    assert not Review.objects.get().is_open
    signed_in(client, cast.edda)
    url = reverse("reviews:action-show", args=[action.ref])
    shown = client.get(url).content.decode()
    assert "Note it" in shown
    assert "No number" not in shown
    client.post(url, {"outcome": "done", "note": ""})
    action.refresh_from_db()
    assert action.state == "done"
    signed_in(client, lead)
    assert "&lt;b&gt;Slow" in client.get(page(incident)).content.decode()


def test_an_action_without_an_owner_stays_on_the_form(client, incident, lead):
    signed_in(client, lead)
    client.post(page(incident, "reviews:finding-add"), {"text": "No number"})
    answer = client.post(reverse("reviews:action-add", args=[Finding.objects.get().ref]), {"what": "Note it"})
    assert answer.status_code == 422
    assert "Note it" in answer.content.decode()


def test_a_dossier_is_asked_for_waited_for_and_fetched(client, incident, lead):
    signed_in(client, lead)
    answer = client.post(page(incident, "reviews:dossier-list"))
    assert answer.status_code == 302
    drain()
    listed = client.get(page(incident, "reviews:dossier-list")).content.decode()
    dossier = incident.dossiers.get()
    for part, begins in (("pdf", b"%PDF"), ("lines", b"{")):
        url = reverse("reviews:dossier-fetch", args=[dossier.ref, part])
        assert url in listed
        fetched = client.get(url)
        assert fetched.content.startswith(begins)
        assert "attachment" in fetched.headers["Content-Disposition"]
        assert "no-store" in fetched.headers["Cache-Control"] or "private" in fetched.headers["Cache-Control"]


def test_nobody_outside_of_the_room_learns_of_a_dossier(client, incident, lead, cast):
    dossier = issue_dossier(incident, language="de", by=lead)
    signed_in(client, cast.ada)
    for name in ("reviews:review-show", "reviews:dossier-list"):
        assert client.get(page(incident, name)).status_code in (403, 404)
    assert client.get(reverse("reviews:dossier-fetch", args=[dossier.ref, "pdf"])).status_code in (403, 404)


def test_the_list_of_actions_says_when_there_are_none(client, cast):
    signed_in(client, cast.ada)
    answer = client.get(reverse("reviews:action-list"))
    assert answer.status_code == 200
