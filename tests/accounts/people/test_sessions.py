"""How sessions end, and that they stay ended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from accounts.people.operations import bring_back, give_role, leave, send_on_leave, take_role
from accounts.people.operations.sign_in import end_session, end_sessions
from portal.audit.rules import NotPermitted
from portal.jobs.operations import enqueue
from tests.accounts.people.signing_in import NEW, is_in, log_in, verbs_of
from tests.factories.people import PASSWORD, Cast, signed_in
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


ENDS: dict[str, Callable[[Cast], object]] = {
    "leaving": lambda cast: leave(person=cast.ben, on="2026-03-01", by=cast.hanna),
    "going on leave": lambda cast: send_on_leave(person=cast.ben, by=cast.hanna),
    "a new role": lambda cast: give_role(person=cast.ben, role=Role.EDITOR, by=cast.ines),
    "ending all": lambda cast: end_sessions(cast.ben),
}


@pytest.mark.parametrize("how", ENDS)
def test_an_old_cookie_stays_dead(how: str, cast: Cast, client: Client) -> None:
    """The trap: a session of somebody who was disabled works again once they are enabled."""
    signed_in(client, cast.ben, mfa=False)
    kept = Session.objects.get(session_key=client.session.session_key)
    ENDS[how](cast)
    assert not is_in(client)
    kept.save(force_insert=True)
    client.cookies["sessionid"] = kept.session_key
    Employee.objects.filter(pk=cast.ben.pk).update(status=Status.ACTIVE, is_active=True, left_on=None)
    assert not is_in(client)


def test_a_taken_role_ends_sessions(cast: Cast, client: Client) -> None:
    signed_in(client, cast.edda)
    take_role(person=cast.edda, role=Role.EDITOR, by=cast.ines)
    assert not is_in(client)


def test_a_new_password_ends_every_session(cast: Cast, client: Client) -> None:
    other = signed_in(Client(), cast.ben, mfa=False)
    signed_in(client, cast.ben, mfa=False)
    facts = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), facts)
    assert not is_in(other)
    assert not is_in(client)
    log_in(client, "ben", NEW)
    assert is_in(client)
    assert "person.password_changed" in verbs_of(cast.ben)


def test_i_see_my_sessions_and_end_the_others(cast: Cast, client: Client) -> None:
    other = signed_in(Client(), cast.ben, mfa=False)
    somebody_else = signed_in(Client(), cast.ada, mfa=False)
    signed_in(client, cast.ben, mfa=False)
    page = client.get(reverse("usersessions_list"))
    assert len(page.context["sessions"]) == 2
    client.post(reverse("usersessions_list"))
    assert is_in(client)
    assert is_in(somebody_else)
    assert not is_in(other)


def test_i_end_one_session_alone(cast: Cast, client: Client) -> None:
    lost, kept = (signed_in(Client(), cast.ben, mfa=False) for _ in range(2))
    signed_in(client, cast.ben, mfa=False)
    session = UserSession.objects.get(session_key=lost.session.session_key)
    address = reverse("people:my-session-end", args=[session.pk])
    assert address in client.get(reverse("usersessions_list")).content.decode()
    assert client.post(address).url == reverse("usersessions_list")
    assert not is_in(lost)
    assert is_in(kept)
    assert is_in(client)
    assert "person.session_ended" in verbs_of(cast.ben)
    assert client.post(address).status_code == 302


def test_nobody_ends_a_session_of_somebody_else(cast: Cast, client: Client) -> None:
    theirs = signed_in(Client(), cast.ada, mfa=False)
    session = UserSession.objects.get(session_key=theirs.session.session_key)
    signed_in(client, cast.ben, mfa=False)
    client.post(reverse("people:my-session-end", args=[session.pk]))
    assert is_in(theirs)
    with pytest.raises(NotPermitted):
        end_session(session=session, by=cast.ben)


def test_ending_this_session_is_signing_out(cast: Cast, client: Client) -> None:
    signed_in(client, cast.ben, mfa=False)
    session = UserSession.objects.get(session_key=client.session.session_key)
    answer = client.post(reverse("people:my-session-end", args=[session.pk]))
    assert answer.url == reverse("account_logout")


def test_bringing_back_needs_a_new_invitation(cast: Cast, client: Client) -> None:
    bring_back(person=cast.dirk, by=cast.hanna)
    log_in(client, "dirk")
    assert not is_in(client)


def test_ended_sessions_are_deleted(cast: Cast, client: Client) -> None:
    over = signed_in(Client(), cast.ben, mfa=False)
    out = signed_in(Client(), cast.ada, mfa=False)
    signed_in(client, cast.ben, mfa=False)
    Session.objects.filter(pk=over.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    out.logout()
    enqueue("people.tidy_sessions", payload={})
    assert drain()[-1].result == {"removed": 3}
    assert [row.session_key for row in UserSession.objects.all()] == [client.session.session_key]
    assert is_in(client)
