"""Requests that need no answer any more say why, and lead on."""

import pytest
from django.urls import reverse

from guidelines.policies.choices import RequestState, StatementKind
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest
from guidelines.policies.operations import acknowledge, decline_consent, exempt, retire_policy
from tests.factories.policies import read, release, request_of
from tests.guidelines.policies.answering import address, answer, words

pytestmark = pytest.mark.django_db


def test_an_answered_request_leads_to_its_receipt(cast, client, ask):
    request = ask()
    given = acknowledge(request=request, read=read(request), authenticated="password", by=cast.ben)
    assert client.get(address(request))["Location"] == reverse(
        "policies:acknowledgement-detail", args=[given.ref]
    )


def test_a_superseded_request_leads_to_the_new_one(cast, client, ask):
    request = ask()
    release(editor=cast.edda, approver=cast.falk, policy=request.policy)
    response = client.get(address(request))
    assert response.status_code == 200
    assert address(request_of(cast.ben)) in words(response)


def test_closed_requests_say_why(cast, client, ask):
    request = ask()
    exempt(request=request, reason="Elternzeit", by=cast.hanna)
    assert "Elternzeit" in words(client.get(address(request)))
    assert answer(client, request, "confirm", language="de")["Location"] == address(request)
    AcknowledgementRequest.objects.filter(pk=request.pk).update(state=RequestState.WITHDRAWN)
    assert "betrifft Sie nicht mehr" in words(client.get(address(request)))
    retire_policy(policy=request.policy, by=cast.falk)
    assert "gilt nicht mehr" in words(client.get(address(request)))


def test_a_guideline_retired_meanwhile_asks_nothing(cast, client, ask):
    request = ask()
    had = read(request)
    retire_policy(policy=request.policy, by=cast.falk)
    response = client.post(
        address(request), {"rendition": had.rendition, "sha256": had.sha256, "answer": "confirm"}
    )
    assert response.status_code == 302
    assert not Acknowledgement.objects.exists()


def test_a_declined_consent_cannot_be_given_by_an_old_tab(cast, client, ask):
    request = ask(StatementKind.CONSENT)
    decline_consent(request=request, by=cast.ben)
    assert answer(client, request, "confirm")["Location"] == address(request)
    assert not Acknowledgement.objects.exists()
