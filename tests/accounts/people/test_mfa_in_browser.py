"""Passkeys in a real browser, with an authenticator that Chromium plays: the ceremony is not simulated."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import invite
from tests.accounts.people.signing_in import NEW, verbs_of
from tests.accounts.people.work_devices import PASSKEY, make_old, plug_in
from tests.factories.people import EmployeeFactory, OrganisationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A work device that can keep passkeys. `page.complaints` keeps what the browser objects to."""
    context = browser.new_context(base_url=live_server.url, locale="en")
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.device, page.authenticator = plug_in(page, PASSKEY)
    yield page
    assert page.complaints == []
    context.close()


@pytest.fixture
def newcomer(transactional_db: None) -> Employee:
    OrganisationFactory()
    return EmployeeFactory(name="Nia Newcomer", invited=True, english=True)


def accept(page: Page, person: Employee) -> None:
    """Follow the invitation and choose a password; the offer of a passkey comes next."""
    page.goto(f"/invitation/{invite(person=person, by=None)}/")
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("Password again").fill(NEW)
    page.get_by_role("button", name="Save password and go on").click()
    page.wait_for_url("**/signin/second-factor/")


def add_passkey(page: Page) -> None:
    page.get_by_role("link", name="Add a passkey").click()
    page.wait_for_url("**/webauthn/add/")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/**")


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def sign_in_with_passkey(page: Page) -> None:
    page.goto("/signin/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()


def is_in(page: Page) -> bool:
    page.goto("/my/settings/")
    return "/signin/" not in page.url


def test_from_the_invitation_to_the_passkey_alone(page: Page, newcomer: Employee) -> None:
    accept(page, newcomer)
    add_passkey(page)
    sign_out(page)
    assert not is_in(page)
    sign_in_with_passkey(page)
    page.wait_for_url(lambda url: "/signin/" not in url)
    assert is_in(page)
    assert verbs_of(newcomer)[-1] == "person.signed_in"


def test_a_role_is_opened_by_a_passkey(page: Page, transactional_db: None) -> None:
    OrganisationFactory()
    hanna = EmployeeFactory(name="Hanna", invited=True, english=True, roles=[Role.HR])
    accept(page, hanna)
    page.goto("/people/")
    assert page.url.endswith("/signin/second-factor/")
    add_passkey(page)
    sign_out(page)
    sign_in_with_passkey(page)
    page.wait_for_url(lambda url: "/signin/" not in url)
    page.goto("/people/")
    assert page.get_by_role("heading", name="People", level=1).is_visible()


def test_a_passkey_proves_it_again(page: Page, newcomer: Employee) -> None:
    accept(page, newcomer)
    add_passkey(page)
    make_old(page)
    page.goto("/signin/2fa/recovery-codes/generate/")
    assert "reauthenticate" in page.url
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url("**/recovery-codes/generate/")


def test_a_device_without_the_key_is_told_so(page: Page, newcomer: Employee) -> None:
    """Nothing is found on this device: the page says so and the other ways stay."""
    page.device.send("WebAuthn.setUserVerified", {**page.authenticator, "isUserVerified": False})
    sign_in_with_passkey(page)
    page.get_by_role("alert").get_by_text("That did not work").wait_for()
    assert page.get_by_role("button", name="Sign in", exact=True).is_visible()


def test_a_removed_passkey_opens_nothing(page: Page, newcomer: Employee) -> None:
    accept(page, newcomer)
    add_passkey(page)
    page.goto("/signin/2fa/webauthn/")
    assert page.get_by_text("Passkey", exact=True).is_visible()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove").click()
    page.wait_for_url("**/webauthn/")
    assert not Authenticator.objects.filter(user=newcomer).exists()
    sign_out(page)
    sign_in_with_passkey(page)
    page.wait_for_load_state("networkidle")
    assert not is_in(page)
