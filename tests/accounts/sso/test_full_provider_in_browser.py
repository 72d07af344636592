"""Through Chromium with a full provider in a process of its own, with forms, second factor and consent."""

import base64
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import confirm_role_rule, propose_role_rule
from accounts.sso.models import Identity
from dev import PROVIDER
from tests.factories.people import EmployeeFactory, OrganisationFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.needs(str(PROVIDER / "bin" / "canaille")),
    pytest.mark.django_db(transaction=True),
]
SERVER = Path(__file__).with_name("canaille_server.py")
PASSWORD, SECRET = "a lantern for every pier", b"a secret of this run"


@pytest.fixture
def issuer(live_server: LiveServer, tmp_path: Path) -> Iterator[str]:
    back = f"{live_server.url}/signin/company/work/arrive/"
    log = tmp_path / "log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [PROVIDER / "bin" / "python", SERVER, back], cwd=log.parent, stdout=subprocess.PIPE, stderr=errors
        )
    found = process.stdout.readline().decode().strip()
    assert found, log.read_text()
    yield found
    process.kill()
    process.wait(10)


@pytest.fixture
def configured(issuer: str, settings) -> None:
    settings.PORTAL_SSO = [
        {
            "slug": "work",
            "name": "Hafenlicht",
            "issuer": issuer,
            "client_id": "portal",
            "client_secret": "told to nobody else",
            "scopes": ["openid", "profile", "email", "groups"],
            "login_id_claim": "preferred_username",
            "groups_claim": "groups",
            "second_factor_amr": ["mfa"],
        }
    ]


@pytest.fixture
def edda(transactional_db: None) -> Employee:
    """Somebody whose group at the provider gives a role here, by a rule that two people made."""
    OrganisationFactory()
    ines, second = (EmployeeFactory(roles=[Role.SYSTEM_ADMIN]) for _ in range(2))
    rule = propose_role_rule(source="sso:work", group="editors", role=Role.EDITOR, by=ines)
    confirm_role_rule(rule=rule, by=second)
    return EmployeeFactory(login_id="edda", name="Edda Brandt", password=None, english=True)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, configured: None) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale="en")
    yield context.new_page()
    context.close()


def code() -> str:
    return format_hotp_value(hotp_value(base64.b32encode(SECRET).decode(), int(time.time()) // 30))


def show_factors(page: Page) -> None:
    """Password and code of an app, asked for one after the other."""
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Passcode").fill(code())
    page.get_by_role("button", name="Verify").click()


def go_there(page: Page) -> None:
    page.goto("/signin/login/?next=/my/data/")
    page.get_by_role("link", name="Sign in with Hafenlicht").click()


def test_p3_a_group_there_is_a_role_here_and_two_factors_there_are_enough(page: Page, edda: Employee) -> None:
    """P3: the role follows the group by the confirmed rule, on the first sign-in."""
    refuse_consent(page)
    go_there(page)
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/my/data/")
    assert Identity.objects.get().employee == edda
    assert Employee.objects.get(pk=edda.pk).role_slugs == {"editor"}
    page.goto("/cms/")
    assert page.url.endswith("/cms/")
    sign_out_and_in_again(page)
    prove_it_again(page)


def refuse_consent(page: Page) -> None:
    go_there(page)
    page.get_by_label("Login").fill("edda")
    page.get_by_role("button", name="Continue").click()
    show_factors(page)
    page.get_by_text("The application Leitplanke is requesting access").wait_for()
    page.get_by_role("button", name="Deny").click()
    page.get_by_text("The company sign-in was not finished").wait_for()
    assert not Identity.objects.exists()


def sign_out_and_in_again(page: Page) -> None:
    """Signing out here does not sign out there: the way back asks for nothing."""
    page.goto("/signin/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    go_there(page)
    page.wait_for_url("**/my/data/")


def prove_it_again(page: Page) -> None:
    """The provider asks again although it knows the person, and once only."""
    page.goto("/signin/company/work/again/?next=/my/settings/")
    show_factors(page)
    page.wait_for_url("**/my/settings/")
