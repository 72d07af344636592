"""How people get in for the first time, and again after they lost their sign-in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Status
from accounts.people.operations import invite
from accounts.people.operations.invitations import HasLeft
from accounts.people.operations.sign_in import reset_sign_in
from tests.accounts.people.signing_in import HOME, NEW, is_in, log_in, verbs_of
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.jobs_tools import drain

pytestmark = pytest.mark.django_db


def test_an_invitation_leads_to_password_and_second_factor(client: Client) -> None:
    person = EmployeeFactory(invited=True)
    url = reverse("people:invitation-accept", args=[invite(person=person, by=None)])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"password": NEW, "repeated": NEW})
    assert answer.url == reverse("people:second-factor")
    person.refresh_from_db()
    assert person.status == Status.ACTIVE
    assert is_in(client)
    assert client.get(url).status_code == 410
    assert "person.invitation_accepted" in verbs_of(person)


def test_the_invitation_mail_carries_a_link_that_is_stored_nowhere() -> None:
    from portal.mail.models import Message

    person = EmployeeFactory(invited=True, english=True)
    token = invite(person=person, by=None)
    message = Message.objects.get(recipient_ref=person.ref)
    assert token not in str(message.context)
    assert token not in str(list(person.invitations.values()))
    drain()
    assert token in mail.outbox[0].body
    assert "invitation" in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("password", "repeated", "wrong"),
    [
        ("short", "short", "password"),
        ("123456789012345", "123456789012345", "password"),
        ("password1234", "password1234", "password"),
        ("kim-person-hafenlicht", "something else here", "repeated"),
        ("Kim Person Ninety", "Kim Person Ninety", "password"),
        ("", "", "password"),
    ],
)
def test_weak_passwords_are_refused(password: str, repeated: str, wrong: str, client: Client) -> None:
    person = EmployeeFactory(invited=True, name="Kim Person Ninety")
    url = reverse("people:invitation-accept", args=[invite(person=person, by=None)])
    answer = client.post(url, {"password": password, "repeated": repeated})
    assert wrong in answer.context["form"].errors
    assert client.get(url).status_code == 200


def test_only_the_newest_invitation_works(client: Client) -> None:
    person = EmployeeFactory(invited=True)
    old, new = invite(person=person, by=None), invite(person=person, by=None)
    assert client.get(reverse("people:invitation-accept", args=[old])).status_code == 410
    assert client.get(reverse("people:invitation-accept", args=[new])).status_code == 200


@pytest.mark.parametrize("token", ["x", "a.b", "0" * 32 + ".forged"])
def test_invented_invitations_are_refused(token: str, client: Client) -> None:
    assert client.get(reverse("people:invitation-accept", args=[token])).status_code == 410


def test_nobody_who_left_is_invited(cast: Cast) -> None:
    with pytest.raises(HasLeft):
        invite(person=cast.dirk, by=cast.hanna)


def test_whoever_lost_everything_starts_again(cast: Cast, client: Client) -> None:
    signed_in(client, cast.hanna)
    reset_sign_in(person=cast.hanna, by=cast.ines)
    assert not is_in(client)
    assert not Authenticator.objects.filter(user=cast.hanna).exists()
    url = reverse("people:invitation-accept", args=[invite(person=cast.hanna, by=cast.ines)])
    client.post(url, {"password": NEW, "repeated": NEW})
    assert client.get(HOME).url == reverse("people:second-factor")


def test_a_forgotten_password_is_replaced_by_mail(cast: Cast, client: Client) -> None:
    from portal.mail.models import Message

    assert cast.ben
    answers = [
        client.post(reverse("account_reset_password"), {"email": email}).url
        for email in ("ben@hafenlicht.example", "nobody@hafenlicht.example")
    ]
    assert answers[0] == answers[1]
    assert Message.objects.count() == 1
    drain()
    assert len(mail.outbox) == 1
    link = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[0].body)
    assert link is not None
    page = client.get(link[1], follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    log_in(client, "ben", NEW)
    assert is_in(client)
