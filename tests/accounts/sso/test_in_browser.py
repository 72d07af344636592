"""Through Chromium with an independent provider: another program's idea of OpenID Connect."""

from collections.abc import Iterator

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.people.choices import Status
from accounts.people.models import Employee
from accounts.sso.models import Identity
from tests.factories.people import EmployeeFactory, OrganisationFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
]
CLAIMS = {"email": "nia@hafenlicht.example", "email_verified": True, "name": "Nia Newcomer"}


@pytest.fixture
def issuer(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    people = [User(sub="nia-at-work", claims=CLAIMS), User(sub="a stranger", claims={"name": "Somebody"})]
    with run_server_in_thread(require_nonce=True, user_claims=people) as server:
        issuer = f"http://localhost:{server.server_port}"
        facts = {"slug": "work", "name": "Hafenlicht", "issuer": issuer, "client_id": "portal"}
        settings.PORTAL_SSO = [{**facts, "client_secret": "secret", "domains": ["hafenlicht.example"]}]
        yield issuer


@pytest.fixture
def nia(transactional_db: None) -> Employee:
    OrganisationFactory()
    return EmployeeFactory(name="Nia Newcomer", email=CLAIMS["email"], invited=True, english=True)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale="en")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said) if said.type == "error" else None)
    yield page
    context.close()


def choose(page: Page, subject: str) -> None:
    page.goto("/signin/login/?next=/my/data/")
    page.get_by_role("link", name="Sign in with Hafenlicht").click()
    page.get_by_role("button", name=subject, exact=True).click()


def test_somebody_invited_signs_in_with_the_company_account(
    page: Page, issuer: str, nia: Employee, live_server: LiveServer
) -> None:
    choose(page, "nia-at-work")
    page.wait_for_url("**/my/data/")
    assert page.get_by_text("nia-at-work").is_visible()
    assert [said.text for said in page.complaints if live_server.url in said.location["url"]] == []
    nia.refresh_from_db()
    assert nia.status == Status.ACTIVE
    assert Identity.objects.get().provider == "work"


def test_a_stranger_hears_whom_to_ask(page: Page, issuer: str, nia: Employee) -> None:
    choose(page, "a stranger")
    page.get_by_text("belongs to nobody in this portal").wait_for()
    assert page.get_by_label("Password").is_visible()


def test_saying_no_there_leads_back_here(page: Page, issuer: str, nia: Employee) -> None:
    """This provider forgets to send the state along with the no."""
    page.goto("/signin/company/work/")
    page.get_by_role("button", name="Deny").click()
    page.get_by_text("Please begin again").wait_for()
    assert page.url.endswith("/signin/login/")
