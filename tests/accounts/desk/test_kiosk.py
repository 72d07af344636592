"""At the shared device: read, acknowledge, and leave nothing for the next one."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from accounts.desk.kiosk import SEEN
from accounts.desk.operations import hand_out_code
from accounts.people.authentication import how_authenticated
from accounts.people.models import Employee
from accounts.people.operations import leave
from guidelines.policies.choices import Method
from guidelines.policies.models import Acknowledgement
from tests.factories.people import Cast, signed_in
from tests.factories.policies import release, request_of

pytestmark = pytest.mark.django_db
CLOSED = (
    "people:my-settings",
    "people:my-data",
    "people:my-data-download",
    "people:second-factor",
    "mfa_index",
    "mfa_add_webauthn",
    "account_change_password",
    "usersessions_list",
    "policies:release-list",
    "wagtailadmin_home",
)


def visit(client: Client, person: Employee, hanna: Employee) -> Client:
    facts = {"number": person.login_id, "code": hand_out_code(person=person, by=hanna)}
    assert client.post(reverse("desk:enter"), facts)["Location"] == "/"
    return client


def read_and_confirm(client: Client, person: Employee) -> None:
    asked = request_of(person)
    address = reverse("policies:acknowledge", args=[asked.ref])
    text = client.get(address).context["rendition"]
    answer = {"answer": "confirm", "rendition": str(text.ref), "sha256": text.sha256}
    assert client.post(address, answer).status_code == 302


def test_k8_the_person_confirms_themself_at_the_kiosk(cast: Cast, client: Client) -> None:
    """K8: at a kiosk the person themself confirms after the HR desk's one-time code."""
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk)
    visit(client, cast.ben, cast.hanna)
    assert client.get("/").status_code == 200
    read_and_confirm(client, cast.ben)
    given = Acknowledgement.objects.get()
    assert (given.method, given.record.authenticated) == (Method.KIOSK, "kiosk")
    assert given.employee == cast.ben


@pytest.mark.parametrize("name", CLOSED)
def test_nothing_but_reading_and_acknowledging(name: str, cast: Cast, client: Client) -> None:
    visit(client, cast.ben, cast.hanna)
    for answer in (client.get(reverse(name)), client.post(reverse(name))):
        assert answer.status_code == 403
    assert "Code vom Schalter" in client.get(reverse(name)).content.decode()


def test_help_privacy_and_signing_out_stay_open(cast: Cast, client: Client) -> None:
    visit(client, cast.ben, cast.hanna)
    for name in ("ui:help", "ui:privacy", "policies:guideline-list"):
        assert client.get(reverse(name)).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302


def test_it_ends_when_nobody_touches_it(cast: Cast, client: Client, settings) -> None:
    visit(client, cast.ben, cast.hanna)
    page = client.get("/")
    assert page["Refresh"] == f"{settings.KIOSK_IDLE_SECONDS + 1}; url=/desk/"
    session = client.session
    session[SEEN] = time.time() - settings.KIOSK_IDLE_SECONDS - 1
    session.save()
    assert client.get("/")["Location"] == reverse("desk:enter")
    assert "_auth_user_id" not in client.session
    assert "Ihr Besuch ist beendet" in client.get(reverse("desk:enter")).content.decode()


def test_the_next_visitor_finds_nothing_of_the_one_before(cast: Cast, client: Client) -> None:
    visit(client, cast.ben, cast.hanna)
    first = client.session.session_key
    visit(client, cast.ada, cast.hanna)
    assert client.session.session_key != first
    assert client.get("/").wsgi_request.user == cast.ada


def test_a_leaver_is_out_on_the_next_request(cast: Cast, client: Client) -> None:
    visit(client, cast.ben, cast.hanna)
    leave(person=cast.ben, on="2026-03-01", by=None)
    assert client.get("/")["Location"].startswith(reverse("account_login"))


def test_an_ordinary_session_is_not_a_visit(cast: Cast, client: Client) -> None:
    page = signed_in(client, cast.ben, mfa=False).get("/")
    assert "Refresh" not in page
    assert how_authenticated(page.wsgi_request) == "password"
