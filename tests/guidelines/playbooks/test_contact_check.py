"""Contacts are asked by mail; the link works without signing in and only a button changes anything."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.operations import give_role
from guidelines.playbooks.models import Contact, RoleHolder
from guidelines.playbooks.operations.asking import ask_now, ask_whoever_is_due
from guidelines.playbooks.tokens import CONTACT, PERSON, asked, token_of
from portal.mail.models import Message
from portal.mail.registry import facts_of
from tests.factories import playbooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(storm) -> Contact:
    return playbooks.contact(storm, playbooks.content()["contacts"][0]["key"], language="en")


def path_of(row, kind: str = CONTACT) -> str:
    subject = asked(kind, row.ref)
    assert subject is not None
    return reverse("playbooks:still-right", args=[token_of(subject)])


def test_looking_changes_nothing_and_a_button_confirms(contact) -> None:
    client, path = Client(), path_of(contact)
    for look in (client.get, client.head):
        assert look(path).status_code == 200
        contact.refresh_from_db()
        assert contact.confirmed_at is None
    assert client.post(path, {"answer": "right"}).status_code == 200
    contact.refresh_from_db()
    assert contact.confirmed_at is not None
    assert contact.confirmed_by is None


def test_the_page_speaks_the_language_of_the_contact(contact) -> None:
    response = Client().get(path_of(contact), headers={"accept-language": "de"})
    assert "Is this still right?" in response.content.decode()
    assert response.headers["Content-Language"] == "en"
    assert 'lang="en"' in response.content.decode()


def test_what_has_changed_reaches_crisis_leads_without_a_number(cast, contact) -> None:
    give_role(person=cast.mara, role=Role.CRISIS_LEAD, by=None)
    client, path = Client(), path_of(contact)
    assert "aria-invalid" in client.post(path, {"answer": "changed", "text": " "}).content.decode()
    client.post(path, {"answer": "changed", "text": "New number: +49 40 99 88 77"})
    contact.refresh_from_db()
    assert contact.objection.startswith("New number")
    message = Message.objects.get(kind="playbooks.something_changed")
    assert "99 88" not in str(message.context)


def test_a_link_dies_when_altered_aged_or_when_the_address_changes(contact) -> None:
    path = path_of(contact)
    for wrong in (path[:-2] + "x/", path.replace("contact-", "person-"), "/still-right/nonsense/"):
        assert Client().post(wrong, {"answer": "right"}).status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=settings.CONTACT_LINK_VALID_DAYS, hours=1)):
        assert Client().get(path).status_code == 410
    Contact.objects.update(email="somebody.else@deich.example")
    assert Client().post(path, {"answer": "right"}).status_code == 410
    contact.refresh_from_db()
    assert contact.confirmed_at is None


def test_a_link_shows_and_confirms_one_contact_only(storm, contact) -> None:
    other = playbooks.contact(
        storm, playbooks.content()["contacts"][1]["key"], name="Somebody else", email="other@deich.example"
    )
    html = Client().get(path_of(contact)).content.decode()
    assert "Somebody else" not in html
    assert "other@deich.example" not in html
    Client().post(path_of(contact), {"answer": "right"})
    other.refresh_from_db()
    assert other.confirmed_at is None


def test_the_page_is_limited(contact, settings) -> None:
    settings.CONTACT_TRIES = "2/m/ip"
    cache.clear()
    codes = [Client().post(path_of(contact), {"answer": "right"}).status_code for _try in range(3)]
    assert codes == [200, 200, 429]


def test_people_are_asked_monthly_and_reminded_twice(cast, storm, contact) -> None:
    playbooks.hold(storm, "lead", cast.ada)
    start = timezone.now()
    sent = []
    for day in range(32):
        sent.append(ask_whoever_is_due(now=start + timedelta(days=day, minutes=day)))
    assert [day for day, count in enumerate(sent) if count] == [0, 7, 14]
    assert sent[0] == 2
    assert Message.objects.filter(kind="playbooks.still_right").count() == 6


def test_whoever_confirmed_is_left_alone_for_a_month(cast, storm) -> None:
    (row,) = playbooks.hold(storm, "lead", cast.ada)
    Client().post(path_of(cast.ada, PERSON), {"answer": "right"})
    row.refresh_from_db()
    assert row.confirmed_at is not None
    assert ask_whoever_is_due(now=timezone.now() + timedelta(days=20)) == 0
    assert ask_whoever_is_due(now=timezone.now() + timedelta(days=31)) == 1


def test_one_mail_names_every_role_and_holds_a_link_made_when_it_is_sent(cast, storm) -> None:
    playbooks.hold(storm, "lead", cast.ada)
    playbooks.hold(storm, "legal", cast.ada)
    assert ask_now(work=storm, by=cast.edda) == 1
    message = Message.objects.get(kind="playbooks.still_right")
    assert "link" not in message.context
    facts = facts_of(message.kind, message.context)
    assert len(facts["entries"]) == 2
    assert "/still-right/" in facts["link"]
    assert ask_now(work=storm, by=cast.edda) == 0


def test_who_has_left_has_no_link(cast, storm) -> None:
    playbooks.hold(storm, "lead", cast.dirk)
    assert asked(PERSON, cast.dirk.ref) is None
    assert ask_whoever_is_due(now=timezone.now()) == 0
    assert RoleHolder.objects.get().asked_at is None
