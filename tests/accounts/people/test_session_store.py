"""Sessions are written once per request, and their keys never serve twice."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from accounts.people.sessions import SessionStore
from tests.accounts.people.signing_in import is_in, log_in
from tests.factories.people import Cast

pytestmark = pytest.mark.django_db


def stored(**facts: object) -> SessionStore:
    session = SessionStore()
    session.update(facts)
    session.save()
    return session


def test_a_session_is_written_when_it_is_saved(django_assert_num_queries: Callable) -> None:
    session = SessionStore()
    session["page"] = 1
    session.create()
    assert not Session.objects.exists()
    with django_assert_num_queries(1):
        session.save()
    assert SessionStore(session.session_key)["page"] == 1


def test_what_has_not_changed_is_not_written_again(django_assert_num_queries: Callable) -> None:
    session = stored(pages=[1])
    with django_assert_num_queries(0):
        session.save()
    session["pages"].append(2)
    with django_assert_num_queries(1):
        session.save()
    assert SessionStore(session.session_key)["pages"] == [1, 2]


def test_a_new_key_takes_the_place_of_the_old_one() -> None:
    session = stored(page=1)
    old = session.session_key
    session.cycle_key()
    session.cycle_key()
    assert session.session_key != old
    session.save()
    assert [row.session_key for row in Session.objects.all()] == [session.session_key]
    assert SessionStore(session.session_key)["page"] == 1


def test_signing_in_leaves_nothing_of_a_planted_session(cast: Cast, client: Client) -> None:
    """Who knew the key before knows nothing afterwards."""
    planted = stored(page=1).session_key
    client.cookies["sessionid"] = planted
    log_in(client, cast.ben.login_id)
    assert is_in(client)
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_key_that_is_taken_is_refused() -> None:
    taken = stored(page=1).session_key
    with pytest.raises(CreateError), transaction.atomic():
        SessionStore(taken).save(must_create=True)
    assert SessionStore(taken)["page"] == 1


def test_a_session_that_was_ended_stays_ended() -> None:
    session = stored(page=1)
    Session.objects.all().delete()
    session["page"] = 2
    with pytest.raises(UpdateError), transaction.atomic():
        session.save()
    assert not Session.objects.exists()


def test_an_emptied_session_begins_anew() -> None:
    session = stored(page=1)
    old = session.session_key
    session.flush()
    assert not Session.objects.exists()
    session["page"] = 2
    session.save()
    assert session.session_key not in (None, old)
