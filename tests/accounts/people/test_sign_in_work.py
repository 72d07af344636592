"""What signing in takes: few statements, one transaction, and the same for everybody who knocks."""

import re
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEvent, ChainHead
from tests.accounts.people.signing_in import is_in, log_in, verbs_of
from tests.factories.people import Cast, EmployeeFactory

pytestmark = pytest.mark.django_db
WRONG = "wrong password here"


@pytest.mark.parametrize("login", ["ben", "ben@hafenlicht.example"])
def test_signing_in_takes_few_queries(
    login: str, cast: Cast, client: Client, django_assert_max_num_queries: Callable
) -> None:
    """Person; second factors; begin; last sign-in; place in "my sessions"; session; head of the chain, row,
    head; commit. The password's hash takes a hundred times as long as all of these."""
    assert cast.ben
    with django_assert_max_num_queries(10):
        log_in(client, login)
    assert is_in(client)


@pytest.mark.django_db(transaction=True)
def test_signing_in_is_one_transaction(cast: Cast, client: Client) -> None:
    assert cast.ben
    with CaptureQueriesContext(connection) as taken:
        log_in(client, "ben")
    turns = [query["sql"] for query in taken if re.match("BEGIN|SAVEPOINT|RELEASE|COMMIT", query["sql"])]
    assert [turn.split()[0] for turn in turns if not turn.startswith("BEGIN")] == ["COMMIT"]
    row = AuditEvent.objects.latest("seq")
    assert (row.verb, row.details) == ("person.signed_in", {"method": "password"})
    assert UserSession.objects.get(user=cast.ben).session_key == Session.objects.get().session_key


def test_nobody_is_signed_in_beside_the_trail(cast: Cast, client: Client) -> None:
    """Without its row of the trail there is no session either."""
    before = verbs_of(cast.ben)
    ChainHead.objects.update(seq=0)  # the next row would have the number of one that is there
    with pytest.raises(IntegrityError):
        log_in(client, "ben")
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
    assert verbs_of(cast.ben) == before


def test_whoever_knocks_costs_the_same(cast: Cast) -> None:
    """Not only the hash: the statements tell nobody apart either."""
    known = [cast.ben, cast.dirk, EmployeeFactory(without_email=True), EmployeeFactory(invited=True)]
    logins = [one.login_id for one in known] + [one.email for one in known if one.email]
    work = {}
    for login in [*logins, "nobody", "nobody@hafenlicht.example"]:
        with CaptureQueriesContext(connection) as taken:
            log_in(Client(REMOTE_ADDR=f"192.0.2.{len(work)}"), login, WRONG)
        work[login] = tuple(re.sub(r"\d+|'[^']*'|NULL", "…", query["sql"]) for query in taken)
    assert len(set(work.values())) == 1, work


def test_a_login_id_may_look_like_an_address(client: Client) -> None:
    person = EmployeeFactory(login_id="kim@works.example", email="kim@hafenlicht.example")
    for login in ("kim@works.example", "KIM@hafenlicht.example"):
        log_in(client, login)
        assert is_in(client), login
        client.logout()
    assert verbs_of(person).count("person.signed_in") == 2
