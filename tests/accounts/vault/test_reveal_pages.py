"""Seeing a secret through the pages: reason, ticket, once; never stored, never for another session."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.vault.choices import CredentialKind, RevealState
from accounts.vault.models import RecoveryCode, Reveal
from tests.factories.people import signed_in
from tests.factories.vault import PASSWORD, SEED, access_to, credential, shared_account

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture
def account(cast):
    made = shared_account(cast)
    access_to(made, to=cast.ben, by=cast.ada)
    return made


@pytest.fixture
def login(cast, account):
    return credential(account, by=cast.anton, login="kanal@hafenlicht.example")


@pytest.fixture
def ben(client, cast):
    return signed_in(client, cast.ben)


def at(name, what):
    return reverse(f"vault:{name}", args=[what.ref])


def asked(browser, what):
    answer = browser.post(at("reveal-ask", what), {"reason": "Messe"})
    assert answer.status_code == 302, answer.content.decode()
    return Reveal.objects.order_by("-pk").first()


def ticket(browser, reveal):
    """The page with the ticket, and the ticket."""
    answer = browser.post(at("reveal-ticket", reveal))
    return answer, TOKEN.search(answer.content.decode()).group(1)


def use(browser, reveal, token):
    return browser.post(at("reveal-secret", reveal), {"token": token})


def test_from_the_reason_to_the_secret_and_no_further(ben, login):
    """V2, V3: only one answer shows it, and neither it nor the ticket is kept by anything in between."""
    reveal = asked(ben, login)
    ready = ben.get(at("reveal-show", reveal)).content.decode()
    assert at("reveal-ticket", reveal) in ready
    assert "Zweite Person" not in ready, "nobody had to agree"
    page, token = ticket(ben, reveal)
    assert "no-store" in page["Cache-Control"]
    shown = use(ben, reveal, token)
    assert PASSWORD in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "public" not in shown["Cache-Control"]
    again = use(ben, reveal, token)
    assert again.status_code == 302
    assert PASSWORD not in ben.get(again["Location"]).content.decode()
    assert PASSWORD not in str(dict(ben.session))
    assert token not in str(dict(ben.session))


def test_the_form_of_the_ticket_is_sent_with_its_origin(ben, login):
    """Without a referrer browsers name no origin either, and the form would be refused."""
    page, _ = ticket(ben, asked(ben, login))
    assert page["Referrer-Policy"] == "same-origin"


def test_a_reason_is_asked_beside_its_field(ben, login):
    body = ben.post(at("reveal-ask", login), {"reason": " "}).content.decode()
    assert "#id_reason" in body
    assert not Reveal.objects.exists()


def test_a_password_alone_is_not_enough(client, cast, login):
    """V2"""
    browser = signed_in(client, cast.ben, mfa=False)
    answer = browser.get(at("reveal-ask", login))
    assert answer.status_code == 403
    assert "zweiten Faktor" in answer.content.decode()


@pytest.mark.parametrize("step", ["reveal-ask", "reveal-ticket", "reveal-secret"])
def test_every_step_asks_for_a_recent_proof(client, cast, login, step):
    """V2: a session that was proved long ago proves it again, at whichever step it stands."""
    browser = signed_in(client, cast.ben)
    reveal = asked(browser, login)
    _, token = ticket(browser, reveal)
    stale = signed_in(Client(), cast.ben, seconds_ago=400)
    answer = stale.post(at(step, login if step == "reveal-ask" else reveal), {"token": token, "reason": "x"})
    assert "reauthenticate" in answer["Location"]
    assert not Reveal.objects.shown().exists()


@pytest.mark.parametrize("how", ["late", "second tab", "session"])
def test_a_ticket_is_good_once_in_time_and_in_its_session(ben, cast, login, how):
    """V2"""
    reveal = asked(ben, login)
    _, token = ticket(ben, reveal)
    browser = ben
    if how == "late":
        Reveal.objects.update(ticket_until=timezone.now() - timedelta(seconds=1))
    elif how == "second tab":
        ticket(ben, reveal)
    else:
        browser = signed_in(Client(), cast.ben)
    answer = use(browser, reveal, token)
    assert answer.status_code == 302
    body = browser.get(answer["Location"]).content.decode()
    assert PASSWORD not in body
    assert "60 Sekunden" in body
    assert not Reveal.objects.shown().exists()


@pytest.mark.parametrize("who", ["ada", "edda", "anton", "cleo", "ines"])
def test_nobody_goes_on_with_the_wish_of_another(ben, cast, login, who):
    """V2: not with the ticket in hand either."""
    reveal = asked(ben, login)
    _, token = ticket(ben, reveal)
    other = signed_in(Client(), getattr(cast, who))
    assert other.post(at("reveal-ticket", reveal)).status_code == 404
    assert use(other, reveal, token).status_code == 404


def test_a_code_and_its_seconds_but_never_the_seed(ben, cast, account):
    """V3"""
    factor = credential(account, by=cast.anton, kind=CredentialKind.TOTP, text=SEED)
    reveal = asked(ben, factor)
    _, token = ticket(ben, reveal)
    body = use(ben, reveal, token).content.decode()
    assert re.search(r'<code id="secret-value">\d{6}</code>', body)
    assert re.search(r'<code id="next-value">\d{6}</code>', body)
    assert 1 <= int(re.search(r'data-seconds="(\d+)"', body).group(1)) <= 30
    assert SEED not in body


def test_a_recovery_code_is_used_up_and_the_rest_counted(ben, cast, account):
    codes = ("aaaa-1111", "bbbb-2222", "cccc-3333")
    kept = credential(account, by=cast.anton, kind=CredentialKind.RECOVERY_CODES, codes=codes)
    reveal = asked(ben, kept)
    _, token = ticket(ben, reveal)
    body = use(ben, reveal, token).content.decode()
    assert "aaaa-1111" in body
    assert "bbbb-2222" not in body
    assert RecoveryCode.objects.left().count() == 2
    assert "2 sind noch da" in body
    assert "noch 2 Codes" in ben.get(at_card(account)).content.decode()


def at_card(account):
    return reverse("register:account-show", args=[account.ref])


def test_four_eyes_wait_agree_and_decline(ben, cast, account):
    login = credential(account, by=cast.anton, four_eyes=True)
    reveal = asked(ben, login)
    page = at("reveal-show", reveal)
    assert at("reveal-ticket", reveal) not in ben.get(page).content.decode()
    assert ben.post(at("reveal-answer", reveal), {"answer": "yes"}).status_code == 404
    early = ben.post(at("reveal-ticket", reveal))
    assert early["Location"] == page
    ada = signed_in(Client(), cast.ada)
    body = ada.get(page).content.decode()
    assert "Messe" in body
    assert at("reveal-answer", reveal) in body
    ada.post(at("reveal-answer", reveal), {"answer": "yes"})
    _, token = ticket(ben, reveal)
    assert PASSWORD in use(ben, reveal, token).content.decode()
    second = asked(ben, login)
    signed_in(Client(), cast.mara).post(at("reveal-answer", second), {"answer": "no"})
    second.refresh_from_db()
    assert second.state == RevealState.REFUSED
    assert at("reveal-ask", login) in ben.get(at("reveal-show", second)).content.decode()


def test_checked_out_by_one_and_given_back(ben, cast, account):
    access_to(account, to=cast.edda, by=cast.ada)
    login = credential(account, by=cast.anton, is_exclusive=True)
    reveal = asked(ben, login)
    _, token = ticket(ben, reveal)
    use(ben, reveal, token)
    edda = signed_in(Client(), cast.edda)
    card = edda.get(at_card(account)).content.decode()
    assert cast.ben.name in card
    assert at("reveal-ask", login) not in card
    body = edda.post(at("reveal-ask", login), {"reason": "x"}).content.decode()
    assert "jemand anderes" in body
    assert edda.post(at("credential-give-back", login)).status_code == 302
    login.refresh_from_db()
    assert login.held_by == cast.ben
    assert at("credential-give-back", login) in ben.get(at_card(account)).content.decode()
    ben.post(at("credential-give-back", login))
    assert at("reveal-ask", login) in edda.get(at_card(account)).content.decode()
