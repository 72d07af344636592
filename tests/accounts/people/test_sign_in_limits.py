"""Guessing is slowed down, nobody can lock somebody else out, and the time taken tells nothing."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from tests.accounts.people.signing_in import is_in, log_in
from tests.factories.people import PASSWORD, Cast, EmployeeFactory

pytestmark = pytest.mark.django_db
WRONG = "wrong password here"
GUESSER, AT_WORK = "203.0.113.9", "198.51.100.7"


def guess(times: int, **sent: str) -> None:
    for _ in range(times):
        Client().post(reverse("account_login"), {"login": "ben", "password": WRONG}, **sent)


def gets_in(**sent: str) -> bool:
    client = Client()
    client.post(reverse("account_login"), {"login": "ben", "password": PASSWORD}, **sent)
    return is_in(client)


def test_guessing_stops_the_guesser_and_nobody_else(cast: Cast) -> None:
    _ = cast.ben
    guess(6, REMOTE_ADDR=GUESSER)
    assert not gets_in(REMOTE_ADDR=GUESSER)
    assert gets_in(REMOTE_ADDR=AT_WORK)


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_made_up_forwarded_header_evades_nothing(proxies: int, cast: Cast, settings) -> None:
    """Only what our own proxies added counts; without one the header says nothing."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    _ = cast.ben
    for number in range(6):
        made_up = f"192.0.2.{number}"
        guess(1, REMOTE_ADDR=GUESSER, HTTP_X_FORWARDED_FOR=f"{made_up}, {GUESSER}" if proxies else made_up)
    sent = f"192.0.2.99, {GUESSER}" if proxies else "192.0.2.99"
    assert not gets_in(REMOTE_ADDR=GUESSER, HTTP_X_FORWARDED_FOR=sent)


def test_behind_our_proxy_people_are_told_apart(cast: Cast, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    _ = cast.ben
    guess(6, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=GUESSER)
    assert not gets_in(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=GUESSER)
    assert gets_in(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=AT_WORK)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every time a password was hashed: the one thing of a sign-in that takes long."""
    counted: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str, *args: object) -> str:
        counted.append(password)
        return encode(self, password, salt, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return counted


def test_known_and_unknown_cost_the_same(cast: Cast, hashed: list[str]) -> None:
    known = [cast.ben, cast.dirk, EmployeeFactory(without_email=True), EmployeeFactory(invited=True)]
    hashed.clear()
    costs = {}
    logins = [one.login_id for one in known] + [one.email for one in known if one.email]
    for login in [*logins, "nobody", "nobody@hafenlicht.example"]:
        log_in(Client(REMOTE_ADDR=f"192.0.2.{len(costs)}"), login, WRONG)
        costs[login] = len(hashed)
        hashed.clear()
    assert set(costs.values()) == {1}, costs
