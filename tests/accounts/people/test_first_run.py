"""The first run: every page leads to the set-up, which works once and with the token."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from accounts.people.models import Audience, Employee, Location, Organisation
from accounts.people.operations.setup import setup_token
from accounts.people.permissions import has_role
from tests.factories.people import Cast

pytestmark = pytest.mark.django_db
URL = "/setup/"


@pytest.fixture(autouse=True)
def first_run(settings) -> None:
    settings.PORTAL_FIRST_RUN_PAGE = True


def facts(**changes: str) -> dict[str, str]:
    return {
        "token": setup_token(),
        "company": "Hafenlicht GmbH",
        "default_language": "de",
        "name": "Inès Castillo",
        "email": "ines@hafenlicht.example",
        "password": "quiet harbour lantern 7",
        "repeated": "quiet harbour lantern 7",
        "place-TOTAL_FORMS": "3",
        "place-INITIAL_FORMS": "0",
        "place-0-name": "Hamburg",
        "place-0-country": "de",
        "place-0-subdivision": "HH",
        "place-0-time_zone": "Europe/Berlin",
        "place-1-country": "DE",
        "place-1-time_zone": "Europe/Berlin",
        "place-2-country": "DE",
        "place-2-time_zone": "Europe/Berlin",
    } | changes


@pytest.mark.parametrize(
    "path", ["/signin/login/", "/people/", "/my/settings/", "/audit/", "/signin/password/reset/"]
)
def test_every_page_leads_to_the_set_up(path: str, client: Client) -> None:
    assert client.get(path).url == URL
    assert client.get("/help/").status_code == 200


def test_it_works_once(client: Client) -> None:
    assert client.get(URL).status_code == 200
    answer = client.post(URL, facts())
    assert answer.url == reverse("people:second-factor")
    admin = Employee.objects.get()
    assert has_role(admin, Role.SYSTEM_ADMIN)
    assert Location.objects.get().subdivision == "HH"
    assert [member.employee for member in Audience.objects.get(slug="everyone").members.all()] == [admin]
    assert Client().get(URL).url == reverse("account_login")
    assert Client().post(URL, facts()).url == reverse("account_login")
    assert Employee.objects.count() == 1
    assert client.get("/my/settings/").url == reverse("people:second-factor")


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "guessed"},
        {"token": "gerät–ä"},
        {"password": "short", "repeated": "short"},
        {"place-0-name": ""},
        {"place-0-time_zone": "Mars/Base"},
        {"place-0-subdivision": "XX"},
        {"email": "nonsense"},
    ],
)
def test_wrong_input_sets_up_nothing(wrong: dict[str, str], client: Client) -> None:
    assert client.post(URL, facts(**wrong)).status_code == 200
    assert not Organisation.objects.exists()
    assert not Employee.objects.exists()


def test_a_portal_that_is_set_up_spends_nothing_on_it(cast: Cast, client: Client) -> None:
    assert client.get("/signin/login/").status_code == 200
