"""The cast itself: everybody stands where the other tests expect them."""

import pytest
from django.test import Client

from accounts.people.authentication import how_authenticated
from accounts.people.choices import Role, Status
from accounts.people.permissions import has_role
from tests.factories.people import CAST, Cast, EmployeeFactory, signed_in

pytestmark = pytest.mark.django_db


def test_everybody_is_hired_once(cast: Cast) -> None:
    people = cast.everybody()
    assert [person.login_id for person in people] == list(CAST)
    assert cast.everybody() == people


def test_ben_works_for_mara_and_dirk_has_left(cast: Cast) -> None:
    assert cast.ben.manager == cast.mara
    assert cast.dirk.status == Status.LEFT
    assert not cast.dirk.is_active


def test_roles_are_held(cast: Cast) -> None:
    assert has_role(cast.hanna, Role.HR)
    assert not has_role(cast.ben, *Role)


def test_a_person_without_email_can_be_hired(cast: Cast) -> None:
    assert EmployeeFactory(without_email=True).email is None


def test_signed_in_holds_over_requests(cast: Cast, client: Client) -> None:
    signed_in(client, cast.ben, mfa=False)
    assert client.get("/help/").wsgi_request.user == cast.ben


def test_signed_in_carries_how(cast: Cast, client: Client) -> None:
    signed_in(client, cast.hanna)
    assert how_authenticated(client.get("/help/").wsgi_request) == "password+totp"
