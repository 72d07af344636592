"""What I owe, what I confirmed, and how a consent is taken back."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.people.operations import set_language
from guidelines.policies.choices import ReservationOutcome, StatementKind
from guidelines.policies.models import ConsentWithdrawal
from guidelines.policies.operations import (
    acknowledge,
    acknowledge_under_reservation,
    decline_consent,
    settle_reservation,
)
from portal.mail.models import Message
from portal.mail.registry import Attachment, attachment_providers
from tests.factories.people import signed_in
from tests.factories.policies import read, release, request_of
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db
LIST = "policies:acknowledgement-list"


@pytest.fixture
def mine(cast, client):
    signed_in(client, cast.ben)
    return client


def ask(cast, kind=StatementKind.RECEIPT, slug="social-media", **facts):
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk, statement_kind=kind, slug=slug, **facts)
    return request_of(cast.ben)


def given(cast, kind=StatementKind.RECEIPT, slug="social-media"):
    request = ask(cast, kind, slug)
    return acknowledge(request=request, read=read(request), authenticated="password+totp", by=cast.ben)


def address(name, acknowledgement):
    return reverse(f"policies:{name}", args=[acknowledgement.ref])


def test_nothing_owed_and_nothing_done(mine):
    page = mine.get(reverse(LIST)).content.decode()
    assert "Es wartet nichts auf Ihre Antwort." in page
    assert "Hier werden Ihre Belege stehen." in page


def test_only_the_most_urgent_is_offered_as_the_next_step(cast, mine):
    first, second = ask(cast, slug="first"), ask(cast, slug="second")
    page = mine.get(reverse(LIST)).content.decode()
    assert page.count("button-primary") == 1
    assert all(reverse("policies:acknowledge", args=[request.ref]) in page for request in (first, second))


def test_what_i_owe_is_apart_from_what_i_am_offered_and_what_i_did(cast, mine):
    done = given(cast)
    owed, offered = ask(cast, slug="owed"), ask(cast, StatementKind.CONSENT, "offered")
    declined = ask(cast, StatementKind.CONSENT, "declined")
    decline_consent(request=declined, by=cast.ben)
    page = mine.get(reverse(LIST)).content.decode()
    places = [
        page.index(text)
        for text in (
            "Wartet auf Sie",
            f"/acknowledge/{owed.ref}/",
            "Freiwillig",
            f"/acknowledge/{offered.ref}/",
            "Beantwortet",
            address("acknowledgement-detail", done),
            "Ohne Bestätigung abgeschlossen",
            f"/acknowledge/{declined.ref}/",
        )
    ]
    assert places == sorted(places)


def test_the_receipt_says_who_what_when_and_how(cast, mine):
    done = given(cast)
    page = mine.get(address("acknowledgement-detail", done)).content.decode()
    local = re.escape(f"{done.at:%Y-%m-%d %H:%M:%S} UTC")
    for part in (
        "Fassung 1.0, Deutsch",
        "Passwort + Code aus einer Authenticator-App",
        done.rendition_sha256,
        "Kenntnisnahme",
    ):
        assert part in page
    assert re.search(local, page)
    assert re.search(r"\(UTC[+-]\d\d:\d\d\)", page)
    assert done.record.statement in page
    assert "Einwilligung widerrufen" not in page


def test_the_receipt_leads_to_the_documents(cast, mine):
    done = given(cast)
    page = mine.get(address("acknowledgement-detail", done)).content.decode()
    assert "/guidelines/social-media/versions/1.0/de.pdf" in page
    assert "/guidelines/social-media/versions/1.0/?lang=de" in page
    assert f"/my/acknowledgements/{done.ref}/evidence.pdf" in page


@pytest.mark.parametrize("somebody", ["mara", "hanna"])
def test_somebody_elses_receipt_does_not_exist(cast, mine, client, somebody):
    """HR has pages of its own; `/my/` is mine."""
    done = given(cast, StatementKind.CONSENT)
    signed_in(client, getattr(cast, somebody))
    for name in ("acknowledgement-detail", "consent-withdraw"):
        assert client.get(address(name, done)).status_code == 404
    for name in ("consent-withdraw", "acknowledgement-mail"):
        assert client.post(address(name, done)).status_code == 404
    assert not ConsentWithdrawal.objects.exists()


def test_a_consent_is_withdrawn_in_two_clicks(cast, mine):
    """K5: receipt → page that says what follows → done."""
    done = given(cast, StatementKind.CONSENT)
    withdraw = address("consent-withdraw", done)
    assert f'href="{withdraw}"' in mine.get(address("acknowledgement-detail", done)).content.decode()
    assert "<dd>Eingewilligt" in mine.get(address("acknowledgement-detail", done)).text.replace("\n", "")
    page = mine.get(withdraw).content.decode()
    assert "Was bis jetzt geschehen ist, bleibt rechtmäßig." in page
    assert not ConsentWithdrawal.objects.exists()
    receipt = mine.post(withdraw, follow=True).content.decode()
    assert ConsentWithdrawal.objects.get().acknowledgement == done
    assert "Sie haben diese Einwilligung widerrufen" in receipt
    assert f'href="{withdraw}"' not in receipt


def test_withdrawing_twice_is_once(cast, mine):
    done = given(cast, StatementKind.CONSENT)
    for _ in range(2):
        assert mine.post(address("consent-withdraw", done)).status_code == 302
    assert mine.get(address("consent-withdraw", done)).status_code == 302
    assert ConsentWithdrawal.objects.count() == 1


def test_a_receipt_cannot_be_withdrawn(cast, mine):
    """K5"""
    done = given(cast)
    assert mine.get(address("consent-withdraw", done)).status_code == 404
    assert mine.post(address("consent-withdraw", done)).status_code == 404


def test_a_settled_reservation_says_what_came_of_it(cast, mine):
    request = ask(cast)
    done = acknowledge_under_reservation(
        request=request, read=read(request), reason="Unklar.", authenticated="password", by=cast.ben
    )
    settle_reservation(
        case=done.reservation,
        outcome=ReservationOutcome.RECORDED,
        note="Besprochen am Telefon.",
        by=cast.hanna,
    )
    page = mine.get(address("acknowledgement-detail", done)).content.decode()
    for part in ("Unklar.", "Der Vorbehalt bleibt vermerkt", "Besprochen am Telefon."):
        assert part in page


def test_a_newer_version_is_mentioned(cast, mine):
    done = given(cast)
    release(editor=cast.edda, approver=cast.falk, policy=done.policy)
    page = mine.get(address("acknowledgement-detail", done)).content.decode()
    assert "/guidelines/social-media/changes/?since=1.0" in page


@pytest.fixture
def issuing(monkeypatch):
    """Somebody issues evidence."""
    provide = lambda identifier: Attachment(f"{identifier}.pdf", b"%PDF-evidence")  # noqa: E731
    monkeypatch.setitem(attachment_providers, "evidence", provide)


@pytest.mark.usefixtures("issuing")
def test_the_pdf_comes_by_mail_once_an_hour(cast, mine):
    done = given(cast)
    assert "PDF per Mail an mich" in mine.get(address("acknowledgement-detail", done)).content.decode()
    for _ in range(3):
        mine.post(address("acknowledgement-mail", done))
    assert Message.objects.filter(kind="policies.receipt").count() == 1
    drain()
    (sent,) = [one for one in mail.outbox if "Beleg" in one.subject]
    assert sent.subject == "Ihr Beleg: Soziale Medien"
    assert sent.to == ["Ben Öztürk <ben@hafenlicht.example>"] or "ben@hafenlicht.example" in sent.to[0]
    assert sent.attachments[0][0] == f"{done.ref}.pdf"
    assert f"/my/acknowledgements/{done.ref}/" in sent.body


@pytest.mark.usefixtures("issuing")
def test_who_has_no_address_is_not_offered_a_mail(cast, mine):
    done = given(cast)
    type(cast.ben).objects.filter(pk=cast.ben.pk).update(email=None)
    assert "PDF per Mail" not in mine.get(address("acknowledgement-detail", done)).content.decode()
    mine.post(address("acknowledgement-mail", done))
    assert not Message.objects.filter(kind="policies.receipt").exists()


def test_the_pages_speak_english_too(cast, mine):
    done = given(cast)
    set_language(person=cast.ben, language="en", by=cast.ben)
    page = mine.get(address("acknowledgement-detail", done)).content.decode()
    for part in ("Version 1.0, Deutsch", "password + code from an authenticator app", "Proof of the text"):
        assert part in page


def test_my_list_takes_the_same_queries_whatever_is_on_it(cast, mine, of_this_room):
    """Open requests with versions, their texts; what was given; what was closed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(3):
        given(cast, slug=f"done-{number}")
        ask(cast, slug=f"owed-{number}")
    with CaptureQueriesContext(connection) as captured:
        mine.get(reverse(LIST))
    assert len(of_this_room(captured)) <= 5 + 2
    assert len(captured) <= 14
