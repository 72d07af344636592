"""One acknowledgement, one screen: what is posted, refused, repeated and come back to."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import get_resolver, reverse

from guidelines.policies.choices import ChangeClass, RequestState, StatementKind
from guidelines.policies.models import Acknowledgement, ReservationCase
from tests.factories.people import PASSWORD, signed_in
from tests.factories.policies import read, release, request_of
from tests.guidelines.policies.answering import address, answer, words
from tests.whole_house.routes import walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "meaning", "button"),
    [
        (
            StatementKind.RECEIPT,
            "weder ein Versprechen noch eine Änderung Ihres Vertrags",
            "Kenntnisnahme bestätigen",
        ),
        (StatementKind.UNDERTAKING, "Sie versprechen, sich an die Regeln", "Verpflichtung abgeben"),
        (StatementKind.CONSENT, "jederzeit widerrufen", "Ja, ich willige ein"),
    ],
)
def test_the_page_has_the_text_the_full_statement_and_what_it_means(client, ask, kind, meaning, button):
    page = words(client.get(address(ask(kind))))
    for part in ("Be kind.", "Ich habe die Richtlinie erhalten und gelesen.", meaning, button):
        assert part in page


def test_a_consent_has_a_no_of_the_same_weight_and_no_reservation(client, ask):
    """K5"""
    page = words(client.get(address(ask(StatementKind.CONSENT))))
    classes = dict(re.findall(r'<button class="([^"]*)" type="submit" name="answer" value="(\w+)"', page))
    assert {kind: look.strip() for look, kind in classes.items()} == {"decline": "button button-large"}
    assert page.count('class="button button-large"') == 2
    assert 'value="reserve"' not in page


def test_a_duty_cannot_be_declined(client, ask):
    request = ask()
    assert 'value="decline"' not in words(client.get(address(request)))
    response = answer(client, request, "decline")
    assert response.status_code == 400
    assert "Nur eine Einwilligung kann verweigert oder widerrufen werden." in words(response)
    request.refresh_from_db()
    assert request.state == RequestState.OPEN


def test_confirming_leads_to_the_receipt(client, ask):
    response = answer(client, ask(), "confirm")
    given = Acknowledgement.objects.get()
    assert response["Location"] == reverse("policies:acknowledgement-detail", args=[given.ref])
    assert given.record.authenticated == "password+totp"
    page = words(client.get(response["Location"]))
    assert "Sie haben bestätigt, dass Sie diesen Text erhalten und gelesen haben." in page


def test_the_language_read_is_the_language_signed(client, ask):
    request = ask()
    assert "I have received and read it." in words(client.get(address(request), {"lang": "en"}))
    answer(client, request, "confirm", language="en")
    given = Acknowledgement.objects.get()
    assert given.rendition.language == "en"
    assert given.record.statement == "I have received and read it."


def test_sending_twice_gives_the_same_receipt(client, ask):
    """K7"""
    request = ask()
    first, second = answer(client, request, "confirm"), answer(client, request, "confirm")
    assert first["Location"] == second["Location"]
    assert Acknowledgement.objects.count() == 1


@pytest.mark.parametrize("change_class", ChangeClass)
def test_a_text_that_changed_meanwhile_is_not_confirmed(cast, client, ask, change_class):
    """K2: nothing is recorded, and the page leads to the new text and to what changed."""
    request = ask()
    had = read(request)
    summary = {"de": "Neu ist der Gruß.", "en": "The greeting is new."}
    release(
        editor=cast.edda,
        approver=cast.falk,
        policy=request.policy,
        change_class=change_class,
        change_summary=summary,
    )
    posted = {"rendition": had.rendition, "sha256": had.sha256, "answer": "confirm"}
    response = client.post(address(request), posted)
    assert response.status_code == 409
    page = words(response)
    for part in (
        "Dieser Text hat sich geändert",
        "Neu ist der Gruß.",
        "changes/?since=1.0",
        address(request_of(cast.ben)),
    ):
        assert part in page
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"sha256": "0" * 64}, {"rendition": "00000000-0000-4000-8000-000000000000"}],
)
def test_another_text_than_the_one_in_force_is_refused(client, ask, wrong):
    request = ask()
    had = read(request)
    posted = {"rendition": had.rendition, "sha256": had.sha256, "answer": "confirm", **wrong}
    assert client.post(address(request), posted).status_code == 409
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"answer": "all"},
        {"answer": "confirm", "rendition": "x", "sha256": "y"},
        {"answer": "\0", "rendition": "\0"},
    ],
)
def test_a_mangled_form_records_nothing_and_shows_the_page_again(client, ask, posted):
    response = client.post(address(ask()), posted)
    assert response.status_code == 400
    assert "Es wurde nichts gespeichert. Bitte antworten Sie mit einer der Schaltflächen." in words(response)
    assert not Acknowledgement.objects.exists()


def test_a_reservation_goes_to_hr_with_its_reason(client, ask):
    """K6"""
    response = answer(client, ask(), "reserve", reason="Der zweite Absatz ist unklar.")
    assert ReservationCase.objects.get().reason == "Der zweite Absatz ist unklar."
    page = words(client.get(response["Location"]))
    assert "Der zweite Absatz ist unklar." in page
    assert "Weder bestätigt noch verweigert" in page


@pytest.mark.parametrize("reason", ["", "   ", "\n", "a\0b", "x" * 4001])
def test_a_reservation_without_a_usable_reason_says_what_is_missing(client, ask, reason):
    response = answer(client, ask(), "reserve", reason=reason)
    assert response.status_code == 422
    page = words(response)
    assert "error-summary" in page
    assert '<details class="disclosure" id="reserve" open>' in page
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize(
    "reason", ["=cmd()", "<script>alert(1)</script>", "\u202eabc", "\U0001f600", "e\u0301" * 100]
)
def test_a_reason_is_kept_as_it_was_written_and_shown_as_text(client, ask, reason):
    response = answer(client, ask(), "reserve", reason=reason)
    assert ReservationCase.objects.get().reason == reason
    assert "<script>alert" not in words(client.get(response["Location"]))


def test_no_closes_a_consent_neutrally(client, ask):
    """K5"""
    request = ask(StatementKind.CONSENT)
    assert answer(client, request, "decline").status_code == 302
    assert not Acknowledgement.objects.exists()
    page = words(client.get(address(request)))
    assert "Das hat keine Folgen" in page
    assert answer(client, request, "decline").status_code == 302


def test_the_session_may_end_while_somebody_reads(cast, client, ask):
    """The answer of an ended session counts for nothing; after sign-in the request is there, with a note."""
    request = ask(StatementKind.RECEIPT)
    cast.ben.refresh_from_db()
    client.logout()
    german = {"headers": {"Accept-Language": "de"}}
    had = read(request)
    posted = {"rendition": had.rendition, "sha256": had.sha256, "answer": "confirm"}
    response = client.post(address(request), posted, **german)
    assert not Acknowledgement.objects.exists()
    sign_in = response["Location"]
    assert urlsplit(sign_in).path == reverse("account_login")
    back = parse_qs(urlsplit(sign_in).query)["next"][0]
    assert "Es wurde nichts gespeichert." in words(client.get(sign_in, **german))
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=cast.ben).delete()
    signed = client.post(sign_in, {"login": "ben", "password": PASSWORD, "next": back})
    assert signed["Location"] == back
    page = words(client.get(back))
    assert urlsplit(back).path == address(request)
    assert "Willkommen zurück" in page
    assert answer(client, request, "confirm").status_code == 302
    assert Acknowledgement.objects.count() == 1


def test_the_chosen_language_survives_the_sign_in(client, ask):
    request = ask()
    client.logout()
    response = client.post(f"{address(request)}?lang=en", {})
    assert "lang%3Den" in response["Location"]


def test_before_sign_in_the_request_is_only_asked_for(client, ask):
    request = ask()
    client.logout()
    response = client.get(address(request))
    assert response["Location"] == f"{reverse('account_login')}?next={address(request)}"


@pytest.mark.parametrize("somebody", ["mara", "hanna", "ines"])
def test_somebody_elses_request_does_not_exist(cast, client, ask, somebody):
    request = ask()
    signed_in(client, getattr(cast, somebody))
    assert client.get(address(request)).status_code == 404
    assert answer(client, request, "confirm").status_code == 404
    assert not Acknowledgement.objects.exists()


def test_there_is_no_accept_all(cast, client, ask):
    """K9: every address that takes an answer names one request, and no page offers more at once."""
    request = ask()
    taking = [route for route in walk(get_resolver()) if route.name.startswith("policies:acknowledg")]
    assert all("<uuid:ref>" in route.route or route.name.endswith("-list") for route in taking)
    assert client.post(reverse("policies:acknowledgement-list")).status_code == 405
    for page in (client.get(reverse("policies:acknowledgement-list")), client.get(address(request))):
        assert words(page).count('value="confirm"') <= 1


def test_the_page_is_never_kept_by_the_browser(client, ask):
    assert "no-store" in client.get(address(ask()))["Cache-Control"]


def test_answering_takes_few_queries(cast, client, ask, django_assert_max_num_queries):
    """Session, person, location, roles; request with policy and version, renditions with PDF; the menu."""
    request = ask()
    with django_assert_max_num_queries(10):
        client.get(address(request))
