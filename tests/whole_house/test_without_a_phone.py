"""No private phone is ever needed: every role reaches its main page with what work provides."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.desk.operations import hand_out_code
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import invite
from accounts.people.operations.setup import setup_token
from accounts.people.permissions import needs_second_factor
from tests.accounts.people.signing_in import NEW
from tests.accounts.people.work_devices import PASSKEY, SECURITY_KEY, make_old, plug_in
from tests.factories.people import Cast, EmployeeFactory, OrganisationFactory
from tests.whole_house.role_pages import FOLDER
from tests.whole_house.without_a_phone import Step, complaints, seen_on

MAIN_PAGES = {
    "employee": "dashboards:home",
    "manager": "dashboards:team-show",
    Role.EDITOR: "wagtailadmin_home",
    Role.APPROVER: "policies:release-list",
    Role.ACCOUNT_ADMIN: "dashboards:home",
    Role.HR: "dashboards:hr-overview",
    Role.CRISIS_LEAD: "dashboards:home",
    Role.DPO: "audit:trail-list",
    Role.LEGAL: "policies:guideline-list",
    Role.SECURITY_OFFICER: "dashboards:home",
    Role.WORKS_COUNCIL: "dashboards:works-council-show",
    Role.AUDITOR: "evidence:sample-list",
    Role.SYSTEM_ADMIN: "people:organisation-show",
}


class Walk(NamedTuple):
    """Somebody with their language and the device that work gave them."""

    who: str
    language: str
    device: dict


# Every role meets one language and one device; over all of them, each meets each.
WALKS = [
    Walk(who, ("de", "en")[at % 2], (PASSKEY, SECURITY_KEY)[at // 2 % 2]) for at, who in enumerate(MAIN_PAGES)
]
IN_A_BROWSER = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AtWork = Callable[[str, dict], AbstractContextManager[Page]]


@pytest.fixture
def at_work(browser: Browser, live_server: LiveServer) -> AtWork:
    """A browser at a work device; at the end, no page that was looked at may have needed a phone."""

    @contextmanager
    def opened(language: str, device: dict) -> Iterator[Page]:
        context = browser.new_context(base_url=live_server.url, locale=language)
        page = context.new_page()
        page.stops = []
        plug_in(page, device)
        yield page
        context.close()
        assert page.stops == []

    return opened


def look(page: Page, url: str | Callable[[str], bool]) -> None:
    """Wait for the page and note what would stop somebody without a phone."""
    page.wait_for_url(url)
    page.stops += [(page.url, why) for why in complaints(*seen_on(page))]


def arrives(page: Page, url_name: str) -> bool:
    answer = page.goto(reverse(url_name))
    look(page, page.url)
    return answer.status == 200 and urlsplit(page.url).path == reverse(url_name)


def hired(who: str, language: str) -> Employee:
    OrganisationFactory()
    roles = [who] if isinstance(who, Role) else []
    person = EmployeeFactory(name="Nia Newcomer", invited=True, language=language, roles=roles)
    if who == "manager":
        EmployeeFactory(manager=person)
    return person


def choose_password(page: Page) -> None:
    look(page, page.url)
    page.locator("[name=password]").fill(NEW)
    page.locator("[name=repeated]").fill(NEW)
    page.locator("main form button[type=submit]").click()
    look(page, "**/signin/second-factor/")


def add_key(page: Page, device: dict) -> None:
    assert arrives(page, "people:second-factor")
    page.locator("main .button-primary").click()
    look(page, "**/webauthn/add/")
    if device is SECURITY_KEY:
        page.locator("[name=passwordless]").uncheck()
    page.locator("#mfa_webauthn_add").click()
    look(page, "**/recovery-codes/**")


def sign_in(page: Page, person: Employee, device: dict) -> None:
    assert arrives(page, "account_login")
    if device is PASSKEY:
        page.locator("#passkey_login").click()
    else:
        page.locator("[name=login]").fill(person.login_id)
        page.locator("[name=password]").fill(NEW)
        page.locator("form:has([name=password]) button").click()
        look(page, "**/2fa/authenticate/")
        page.locator("#mfa_webauthn_authenticate").click()
    look(page, lambda url: "/signin/" not in url)


def prove_again(page: Page) -> None:
    make_old(page)
    assert not arrives(page, "mfa_generate_recovery_codes")
    page.locator("#mfa_webauthn_reauthenticate").click()
    look(page, "**/recovery-codes/generate/")


def test_every_role_takes_this_walk() -> None:
    pages = {path.stem for path in FOLDER.glob("*.md")} - {"README"}
    assert pages == {str(who) for who in MAIN_PAGES}
    assert len({(walk.language, walk.device["transport"]) for walk in WALKS}) == 4


class TestWalks:
    pytestmark = IN_A_BROWSER

    @pytest.mark.parametrize("walk", WALKS, ids=lambda walk: str(walk.who))
    def test_from_the_invitation_to_the_main_page(self, walk: Walk, at_work: AtWork) -> None:
        person = hired(walk.who, walk.language)
        with at_work(walk.language, walk.device) as page:
            page.goto(reverse("people:invitation-accept", args=[invite(person=person, by=None)]))
            choose_password(page)
            assert arrives(page, MAIN_PAGES[walk.who]) != needs_second_factor(person)
            add_key(page, walk.device)
            assert arrives(page, MAIN_PAGES[walk.who])
            page.context.clear_cookies()
            sign_in(page, person, walk.device)
            assert arrives(page, MAIN_PAGES[walk.who])
            prove_again(page)
            for name in ("mfa_index", "people:my-settings", "people:my-data"):
                assert arrives(page, name)

    def test_the_first_admin_of_an_empty_portal(self, at_work: AtWork, settings) -> None:
        settings.PORTAL_FIRST_RUN_PAGE = True
        facts = {"token": setup_token(), "company": "Hafenlicht GmbH", "name": "Inès Castillo"}
        facts |= {"email": "ines@hafenlicht.example", "place-0-name": "Hamburg"}
        with at_work("de", PASSKEY) as page:
            page.goto("/")
            for name, value in facts.items():
                page.locator(f"[name={name}]").fill(value)
            choose_password(page)
            add_key(page, PASSKEY)
            assert arrives(page, "people:organisation-show")

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_somebody_without_a_computer(self, language: str, at_work: AtWork, cast: Cast) -> None:
        """A code from the HR desk is enough, at a device that keeps no passkey of theirs."""
        person = EmployeeFactory(name="Nia Newcomer", invited=True, without_email=True, language=language)
        code = hand_out_code(person=person, by=cast.hanna)
        with at_work(language, SECURITY_KEY) as page:
            assert arrives(page, "desk:enter")
            page.locator("[name=number]").fill(person.personnel_number)
            page.locator("[name=code]").fill(code)
            page.locator("main form button[type=submit]").click()
            look(page, lambda url: urlsplit(url).path == reverse("dashboards:home"))

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_a_forgotten_password(self, language: str, at_work: AtWork, cast: Cast) -> None:
        with at_work(language, PASSKEY) as page:
            assert arrives(page, "account_reset_password")


KEY_STEP = Step("Sign in with a passkey", "submit")
APP_STEP = Step("Set up an app", "")
CODE_STEP = Step("Code", "text", "one-time-code", "code")


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Second factor", [CODE_STEP]),
        ("Second factor", [CODE_STEP, KEY_STEP]),
        ("Authenticator app. Passkey.", []),
        ("Richten Sie eine Authentifizierungs-App ein.", [APP_STEP]),
        ("Protect your sign-in", [APP_STEP, KEY_STEP]),
        ("We send you a code by SMS.", []),
        ("Nehmen Sie Ihr Handy zur Hand.", [KEY_STEP]),
        ("Your private phone is never required. Have your phone ready.", [KEY_STEP]),
        ("Your details", [Step("Number", "tel")]),
        ("Ihre Angaben", [Step("Mobilnummer", "text")]),
        ("Meine Telefonnummern", []),
        ("Your details", [Step("", "text", name="telephone")]),
        ("Your details", [Step("", "text", autocomplete="tel-national")]),
    ],
)
def test_a_planted_page_that_needs_a_phone_is_found(text: str, steps: list[Step]) -> None:
    assert complaints(text, steps)


def test_a_page_that_can_be_used_without_one_is_not_blamed() -> None:
    text = "Add a passkey, or set up an app on a work device. Your private phone is never required."
    assert complaints(text, [KEY_STEP, APP_STEP, CODE_STEP]) == []


@pytest.mark.browser
def test_a_planted_sign_in_that_only_knows_the_app_is_seen(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>Anmelden</h1><label>Code <input name=code autocomplete=one-time-code></label>")
    assert complaints(*seen_on(page)) == ["no passkey before: Code"]
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(("around", "found"), [("<p>{}</p>", 1), ("<table><tr><td>{}</table>", 0)])
def test_what_a_table_reports_is_no_request(browser: Browser, around: str, found: int) -> None:
    page = browser.new_page()
    page.set_content(around.format("Phone number"))
    assert len(complaints(*seen_on(page))) == found
    page.close()
