"""Whoever has power over others has a second factor and has used it."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from tests.accounts.people.signing_in import HOME, code, is_in, verbs_of
from tests.factories.people import Cast, EmployeeFactory, add_totp, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_every_role_needs_a_second_factor(role: Role, client: Client) -> None:
    signed_in(client, EmployeeFactory(roles=[role]), mfa=False)
    assert client.get(HOME).url == reverse("people:second-factor")
    assert client.post(HOME, {"language": "en"}).status_code == 302
    for name in ("ui:help", "ui:privacy", "mfa_activate_totp", "mfa_add_webauthn", "people:second-factor"):
        assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(HOME).url.startswith(reverse("account_login"))


def test_a_factor_must_have_been_used_in_this_session(cast: Cast, client: Client) -> None:
    signed_in(client, cast.hanna, mfa=False)
    add_totp(cast.hanna)
    answer = client.get("/people/?q=x")
    assert answer.url == f"{reverse('mfa_reauthenticate')}?next=%2Fpeople%2F%3Fq%3Dx"
    for name in (
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_deactivate_totp",
        "account_change_password",
    ):
        assert "reauthenticate" in client.get(reverse(name)).url
    client.post(answer.url, {"code": code()})
    assert client.get("/people/?q=x").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_adding_a_factor_opens_the_way_and_ends_other_sessions(cast: Cast, client: Client) -> None:
    other = signed_in(Client(), cast.hanna, mfa=False)
    signed_in(client, cast.hanna, mfa=False)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    good = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post(reverse("mfa_activate_totp"), {"code": good})
    assert client.get("/people/").status_code == 200
    assert other.get(HOME).url.startswith(reverse("account_login"))
    stored = Authenticator.objects.get(user=cast.hanna, type="totp").data["secret"]
    assert secret not in stored
    assert "person.factor_added" in verbs_of(cast.hanna)


@pytest.mark.django_db(transaction=True)
def test_removing_the_last_factor_takes_the_power_away(cast: Cast, client: Client) -> None:
    signed_in(client, cast.hanna)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=cast.hanna).exists()
    assert client.get("/people/").url == reverse("people:second-factor")


def test_people_without_a_role_are_left_alone(cast: Cast, client: Client) -> None:
    signed_in(client, cast.ben, mfa=False)
    assert is_in(client)


def test_one_who_has_proven_it_costs_no_query(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable
) -> None:
    signed_in(client, cast.hanna)
    # session, person, location of the time zone; groups for the menu; incidents' room; requests that wait
    with django_assert_max_num_queries(7):
        client.get(reverse("ui:help"))


@pytest.mark.parametrize(
    ("has_app", "asked"), [(True, "authenticator app"), (False, "One of your recovery codes")]
)
def test_a_code_is_asked_only_of_what_is_there(has_app: bool, asked: str, client: Client) -> None:
    """Nobody without an app reads that they need one."""
    person = EmployeeFactory(english=True)
    signed_in(client, person, mfa=False)
    RecoveryCodes.activate(person)
    if has_app:
        add_totp(person)
    page = client.get(reverse("mfa_reauthenticate")).content.decode()
    assert asked in page
    assert ("authenticator app" in page) == has_app
