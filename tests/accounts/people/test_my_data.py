""" "My data" speaks words: no code of the trail, no kind of mail, no slug of a state."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.people.operations.invitations import invite
from accounts.people.registry import my_data_of
from portal.jobs.operations import cancel, enqueue
from portal.mail.models import Message
from tests.accounts.people.signing_in import log_in
from tests.factories.people import Cast, EmployeeFactory, add_totp, signed_in

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z_]+|[a-z]+_[a-z_]+")


def told_to(person) -> dict[str, list[str]]:
    return {
        str(section.title): [str(value) for row in section.rows for value in row.values()]
        for section in my_data_of(person)
    }


def test_who_somebody_is_comes_first(cast: Cast) -> None:
    with translation.override("de"):
        assert next(iter(told_to(cast.ben))) == "Über mich"


def test_what_happened_is_told_in_words(cast: Cast, client: Client) -> None:
    log_in(client, cast.ben.login_id)
    with translation.override("de"):
        trail = told_to(cast.ben)["Im Protokoll"]
    assert "Ins Unternehmen eingetreten" in trail
    assert "Angemeldet" in trail
    assert not [value for value in trail if CODE.fullmatch(value)]


def test_second_factors_and_mails_are_told_in_words(cast: Cast) -> None:
    person = EmployeeFactory(invited=True)
    invite(person=person, by=cast.hanna)
    add_totp(person)
    assert Message.objects.to_person(person.ref).exists()
    with translation.override("de"):
        told = told_to(person)
    assert "Einladung" in told["Mails an mich"]
    assert "Code aus einer Authenticator-App" in told["Anmeldung"]
    assert "Wiederherstellungscode" in told["Anmeldung"]


def test_work_that_somebody_started_is_told_in_words(cast: Cast) -> None:
    cancel(job=enqueue("audit.check", payload={}, by=cast.dana), by=cast.dana)
    with translation.override("de"):
        told = told_to(cast.dana)
    assert told["Aufträge im Hintergrund, die ich gestartet habe"][:2] == [
        "Prüfung des Protokolls",
        "Abgebrochen",
    ]
    assert told["Im Protokoll"].count("Prüfung des Protokolls") == 1
    assert not [value for value in told["Im Protokoll"] if CODE.fullmatch(value)]


def test_page_and_file_say_the_same_words(cast: Cast, client: Client) -> None:
    signed_in(client, cast.ben, mfa=False)
    for name in ("my-data", "my-data-download"):
        text = client.get(reverse(f"people:{name}")).content.decode()
        assert "Ins Unternehmen eingetreten" in text
        assert "person.joined" not in text
