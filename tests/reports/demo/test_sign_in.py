"""The demo's links let nobody in who does not sit at this very machine, in development (issue 2, set-up)."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.operations import give_role, leave
from tests.factories.people import EmployeeFactory, OrganisationFactory

ADDRESS = "/demo/ben/"


@pytest.fixture
def demo(settings):
    settings.PORTAL_DEMO = settings.DEBUG = True
    settings.ROOT_URLCONF = "tests.reports.demo.addresses"
    return settings


@pytest.fixture
def ben(db):
    return EmployeeFactory(login_id="ben", name="Ben Öztürk")


def test_without_the_demo_there_is_no_such_address(ben):
    with pytest.raises(NoReverseMatch):
        reverse("demo:sign-in", args=["ben"])
    assert Client().post(ADDRESS).status_code == HTTPStatus.NOT_FOUND


def test_a_link_asks_first_and_then_signs_in(demo, ben):
    client = Client()
    page = client.get(ADDRESS)
    assert page.status_code == HTTPStatus.OK
    assert "Ben Öztürk" in page.text
    assert "_auth_user_id" not in client.session
    assert client.post(ADDRESS).status_code == HTTPStatus.FOUND
    assert client.session["_auth_user_id"] == str(ben.pk)


def test_the_session_of_a_link_is_listed_like_any_other(demo, ben):
    client = Client()
    client.post(ADDRESS)
    assert "diese" in client.get(reverse("usersessions_list")).text


def test_a_link_stands_for_a_second_factor_too(demo, db):
    """Whoever has a role with power would otherwise be sent to set up an authenticator first."""
    hanna = EmployeeFactory(login_id="hanna", name="Hanna Krüger")
    OrganisationFactory()
    give_role(person=hanna, role=Role.HR, by=None)
    client = Client()
    client.post("/demo/hanna/")
    assert client.get(reverse("people:person-list")).status_code == HTTPStatus.OK
    demo.PORTAL_DEMO = False
    assert client.get(reverse("people:person-list"))["Location"] == reverse("people:second-factor")


def test_looking_at_a_link_signs_nobody_in_and_other_sites_cannot_press_the_button(demo, ben):
    client = Client(enforce_csrf_checks=True)
    client.get(ADDRESS)
    assert client.post(ADDRESS).status_code == HTTPStatus.FORBIDDEN
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("switch", ["PORTAL_DEMO", "DEBUG"])
def test_one_switch_off_is_enough(demo, ben, switch):
    setattr(demo, switch, False)
    assert Client().post(ADDRESS).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("address", ["10.0.0.7", "192.0.2.1", "::ffff:192.0.2.1", ""])
def test_from_another_machine_there_is_nothing(demo, ben, address):
    assert Client(REMOTE_ADDR=address).post(ADDRESS).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_has_more_than_one_name(demo, ben, address):
    assert Client(REMOTE_ADDR=address).get(ADDRESS).status_code == HTTPStatus.OK


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "via"])
def test_behind_a_proxy_there_is_nothing(demo, ben, header):
    """To a proxy on the same machine everybody's address is loopback."""
    client = Client(headers={header: "192.0.2.1"})
    assert client.post(ADDRESS).status_code == HTTPStatus.NOT_FOUND


def test_only_the_people_of_the_demo_are_offered(demo, ben):
    """Somebody real, typed into a demo by hand, is not somebody everybody may become."""
    EmployeeFactory(login_id="real", name="Somebody Real")
    assert Client().post("/demo/real/").status_code == HTTPStatus.NOT_FOUND


def test_who_has_left_is_not_offered(demo, ben):
    leave(person=ben, on=timezone.localdate(), by=None)
    assert Client().post(ADDRESS).status_code == HTTPStatus.NOT_FOUND
