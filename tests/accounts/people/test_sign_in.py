"""Signing in: equal answers, slowed guessing, nothing stored that need not be."""

import re

import pytest
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Status
from accounts.people.permissions import NothingToProveWith, require_recent
from portal.audit.models import AuditEvent
from tests.accounts.people.signing_in import code, is_in, log_in, verbs_of
from tests.factories.people import PASSWORD, TOTP_SECRET, Cast, EmployeeFactory, add_totp, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("login", ["ben", "BEN", "ben@hafenlicht.example", "Ben@Hafenlicht.Example"])
def test_login_by_id_or_work_email(login: str, cast: Cast, client: Client) -> None:
    assert cast.ben
    assert log_in(client, login).status_code == 302
    assert is_in(client)
    assert verbs_of(cast.ben)[-1] == "person.signed_in"


def test_who_signed_in_is_greeted_by_name(client: Client) -> None:
    """In their language, whatever the browser speaks. Login ids are often random; nobody knows theirs."""
    person = EmployeeFactory(name="Zoë O’Hara & Söhne", password=PASSWORD)
    log_in(client, person.login_id)
    page = client.get(reverse("people:my-settings")).content.decode()
    assert "Sie sind angemeldet, Zoë O’Hara &amp; Söhne." in page


def test_a_person_without_email_signs_in(client: Client) -> None:
    person = EmployeeFactory(without_email=True)
    log_in(client, person.login_id)
    assert is_in(client)


def test_known_and_unknown_logins_get_the_same_answer(cast: Cast) -> None:
    assert cast.ben
    pages = []
    for login in ("ben@hafenlicht.example", "nobody@hafenlicht.example"):
        answer = log_in(Client(), login, "wrong password here")
        text = re.sub(
            r'csrfmiddlewaretoken" value="\w+"|csrf-?token": "\w+"', "", answer.content.decode(), flags=re.I
        )
        pages.append((answer.status_code, text.replace(login, "…")))
    assert pages[0] == pages[1]
    assert AuditEvent.objects.filter(verb="person.sign_in_refused").count() == 2
    assert not AuditEvent.objects.filter(canonical__contains="nobody@").exists()


def test_guessing_is_slowed_down(cast: Cast, client: Client) -> None:
    assert cast.ben
    for _ in range(12):
        answer = log_in(client, "ben", "wrong password here")
    log_in(client, "ben")
    assert answer.status_code in {200, 429}
    assert not is_in(client)


@pytest.mark.parametrize("status", [Status.INVITED, Status.LEFT])
def test_only_active_people_sign_in(status: Status, cast: Cast, client: Client) -> None:
    person = cast.dirk if status == Status.LEFT else EmployeeFactory(invited=True)
    log_in(client, person.login_id)
    assert not is_in(client)


def test_a_second_factor_is_asked_for(cast: Cast, client: Client) -> None:
    add_totp(cast.ben)
    assert log_in(client, "ben").url.startswith(reverse("mfa_authenticate"))
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_in(client)
    assert "person.sign_in_refused" in verbs_of(cast.ben)


def test_a_recovery_code_works_once(cast: Cast) -> None:
    add_totp(cast.ben)
    recovery = Authenticator.objects.get(user=cast.ben, type="recovery_codes").wrap().get_unused_codes()[0]
    for works in (True, False):
        client = Client()
        log_in(client, "ben")
        client.post(reverse("mfa_authenticate"), {"code": recovery})
        assert is_in(client) is works


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_email_verification_sent"])
def test_sign_up_and_email_management_are_closed(name: str, cast: Cast, client: Client) -> None:
    signed_in(client, cast.ben, mfa=False)
    for asked in (client, Client()):
        assert asked.get(reverse(name)).status_code == 404
        assert asked.post(reverse(name), {"email": "x@y.example"}).status_code == 404


def test_passkey_login_is_offered(client: Client) -> None:
    assert "passkey_login" in client.get(reverse("account_login")).content.decode()
    assert (
        client.get(reverse("mfa_login_webauthn"), HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code == 200
    )


@pytest.mark.parametrize("switched_on", [False, True])
def test_k10_address_and_agent(switched_on: bool, cast: Cast, client: Client, settings) -> None:
    """K10: IP address and user agent are not stored unless switched on, in sessions neither."""
    settings.PORTAL_STORE_IP_AND_AGENT = switched_on
    assert cast.ben
    facts = {"login": "ben", "password": PASSWORD}
    client.post(reverse("account_login"), facts, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Tell/1.0")
    session = UserSession.objects.get(user=cast.ben)
    assert (session.ip, session.user_agent) == (
        ("203.0.113.9", "Tell/1.0") if switched_on else ("0.0.0.0", "")
    )
    assert "203.0.113.9" not in str(dict(client.session.items()))
    assert not AuditEvent.objects.filter(canonical__contains="203.0.113.9").exists()


def test_recent_proof(cast: Cast, client: Client) -> None:
    require_recent(signed_in(client, cast.ben, mfa=False).get("/help/").wsgi_request)
    require_recent(signed_in(client, cast.hanna).get("/help/").wsgi_request)
    for old in (signed_in(client, cast.ben, mfa=False, seconds_ago=301), Client()):
        with pytest.raises(ReauthenticationRequired):
            require_recent(old.get("/help/").wsgi_request)


def test_a_password_is_no_proof_for_who_has_a_second_factor(cast: Cast, client: Client) -> None:
    signed_in(client, cast.ben, mfa=False)
    add_totp(cast.ben)
    with pytest.raises(ReauthenticationRequired):
        require_recent(client.get("/help/").wsgi_request)


def test_who_has_neither_password_nor_factor_proves_nothing(cast: Cast, client: Client) -> None:
    """The trap: allauth says yes for them."""
    cast.ben.set_unusable_password()
    cast.ben.save()
    signed_in(client, cast.ben, mfa=False, seconds_ago=900)
    with pytest.raises(NothingToProveWith):
        require_recent(client.get("/help/").wsgi_request)


def test_who_has_nothing_to_prove_with_is_told_and_adds_no_factor(cast: Cast, client: Client) -> None:
    """allauth's own pages would let them: for them it never asks."""
    cast.ben.set_unusable_password()
    cast.ben.save()
    signed_in(client, cast.ben, mfa=False, seconds_ago=900)
    answer = client.get(reverse("mfa_add_webauthn"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("people:second-factor")
    assert "Richten Sie zuerst ein Passwort oder einen Passkey ein" in answer.content.decode()


def test_a_password_alone_adds_no_factor_beside_another(cast: Cast, client: Client) -> None:
    signed_in(client, cast.ben, mfa=False, seconds_ago=900)
    add_totp(cast.ben)
    assert client.get(reverse("mfa_add_webauthn")).url.startswith(reverse("mfa_reauthenticate"))
    assert client.get(reverse("account_reauthenticate")).url.startswith(reverse("mfa_reauthenticate"))


def test_no_secret_of_a_factor_is_stored_in_clear(cast: Cast) -> None:
    add_totp(cast.ben)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert TOTP_SECRET not in stored
    assert all(
        len(data.get("secret") or data.get("seed")) > 150
        for data in Authenticator.objects.values_list("data", flat=True)
    )
