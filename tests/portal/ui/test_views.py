"""Preferences, pages everybody may read, and what is said when something fails."""

import sys
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from portal.ui import registry, views

PUBLIC = ["/help/", "/privacy/", "/imprint/", "/gallery/"]


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_speak_the_language_of_the_browser(client, path, language):
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_german_pages_are_german(client):
    page = client.get("/privacy/", headers={"accept-language": "de"}).content.decode()
    assert "Was gespeichert wird" in page
    assert "Impressum" in page
    assert "What is stored" not in page


def test_privacy_tells_the_truth_about_addresses(client, settings):
    """K10: what is not stored is said, and so is what is stored when somebody switched it on."""
    english = {"accept-language": "en"}
    assert "Your IP address" in client.get("/privacy/", headers=english).content.decode()
    settings.PORTAL_STORE_IP_AND_AGENT = True
    page = client.get("/privacy/", headers=english).content.decode()
    assert "In this installation the IP address" in page
    assert "Your IP address" not in page


def test_the_imprint_shows_what_was_entered_and_escapes_it(client, settings):
    settings.PORTAL_IMPRINT = "Muster GmbH\nHamburg <b>"
    page = client.get("/imprint/").content.decode()
    assert "Muster GmbH<br>Hamburg &lt;b&gt;" in page
    settings.PORTAL_IMPRINT = ""
    assert "PORTAL_IMPRINT" in client.get("/imprint/").content.decode()


def test_the_gallery_is_shut_outside_development(client, settings):
    settings.PORTAL_GALLERY = False
    assert client.get("/gallery/").status_code == 404


def test_before_signing_in_the_language_stays_in_a_cookie(client):
    answer = client.post("/language/", {"language": "de", "next": "/help/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert answer.cookies["django_language"].value == "de"
    assert answer.cookies["django_language"]["httponly"]
    assert 'lang="de"' in client.get("/help/").content.decode()


def test_a_signed_in_person_keeps_the_language(monkeypatch):
    heard = []
    monkeypatch.setattr(registry, "_language_listeners", [lambda **told: heard.append(told)])
    ada = SimpleNamespace(is_authenticated=True)
    request = RequestFactory().post("/language/", {"language": "en"})
    request.user = ada
    assert views.choose_language(request).status_code == 302
    assert heard == [{"person": ada, "language": "en", "by": ada}]


def test_an_unknown_language_changes_nothing(client):
    answer = client.post("/language/", {"language": "xx"})
    assert answer.status_code == 400
    assert not answer.cookies


@pytest.mark.parametrize(
    "way", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "account_login", ""]
)
def test_the_way_back_never_leads_elsewhere(client, way):
    location = client.post("/theme/", {"theme": "dark", "next": way})["Location"]
    assert location in {"/", "account_login"}
    assert "evil" not in location


def test_the_theme_is_remembered_and_forgotten(client):
    client.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/help/").content.decode()
    client.post("/theme/", {"theme": "device"})
    assert "data-theme" not in client.get("/help/").content.decode()


@pytest.mark.parametrize("url_name", ["ui:language-choose", "ui:theme-choose"])
def test_choosing_needs_a_post(client, url_name):
    assert client.get(reverse(url_name)).status_code == 405


def test_a_stale_form_says_that_nothing_typed_is_lost(django_app_strict_client):
    answer = django_app_strict_client.post("/theme/", {"theme": "dark"}, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "What you typed is not lost" in answer.content.decode()


@pytest.fixture
def django_app_strict_client():
    from django.test import Client

    return Client(enforce_csrf_checks=True)


def test_a_missing_page_is_friendly_in_both_languages(client):
    assert "Hier ist nichts" in client.get("/nix/", headers={"accept-language": "de"}).content.decode()
    answer = client.get("/nix/", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "Nothing is here" in answer.content.decode()


def test_a_refusal_shows_its_reason():
    request = RequestFactory().get("/")
    page = views.permission_denied(request, PermissionDenied("You asked for this yourself.")).content.decode()
    assert "You asked for this yourself." in page
    assert (
        "Your roles do not include this"
        in views.permission_denied(request, PermissionDenied()).content.decode()
    )


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("x"), 500), (OperationalError("locked"), 503)])
@pytest.mark.parametrize(
    ("language", "words"), [("de", {"schiefgegangen", "beschäftigt"}), ("en", {"wrong", "busy"})]
)
def test_an_error_page_needs_no_database_and_a_busy_one_says_when_to_come_back(
    error, status, language, words
):
    """No database fixture here: a query would fail this test."""
    with translation.override(language):
        try:
            raise error
        except Exception:
            assert sys.exc_info()[1] is error
            answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == status
    assert any(word in answer.content.decode() for word in words)
    assert answer.has_header("Retry-After") is (status == 503)
