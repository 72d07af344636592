"""The vault in a real browser: a secret that goes away by itself, and 18:55 on a Friday on a phone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.vault.choices import CredentialKind, RotationState
from accounts.vault.models import Credential, Rotation
from accounts.vault.operations import ask_to_see, break_glass, propose_waiver
from tests.browsers import barriers
from tests.factories.people import Cast, signed_in
from tests.factories.vault import PASSWORD, SEED, access_to, credential, seen, shared_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PORTAL_TEST_PICTURES")
WAYS = {"phone": ("de", 390, "dark"), "desk": ("en", 1280, "light")}


class Desk:
    """Browsers of several people at the same screen size, language and light."""

    def __init__(self, browser: Browser, address: str, way: str) -> None:
        self.browser, self.address, self.way = browser, address, way
        self.language, self.width, self.scheme = WAYS[way]
        self.contexts: list = []

    def of(self, person: Employee) -> Page:
        person.language = self.language
        person.save(update_fields=["language"])
        session = signed_in(Client(), person).cookies["sessionid"].value
        context = self.browser.new_context(
            viewport={"width": self.width, "height": 844},
            locale=self.language,
            color_scheme=self.scheme,
            base_url=self.address,
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])
        self.contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        return page

    def is_sound(self, page: Page, name: str) -> None:
        """Nothing to complain about for axe and the browser, and nothing that has to be pushed sideways."""
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{self.way}.png", full_page=True)
        assert barriers(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert page.complaints == [], name


@pytest.fixture
def people(transactional_db: None) -> Cast:
    cast = Cast()
    _ = cast.ada, cast.mara, cast.anton, cast.ben, cast.hanna
    return cast


@pytest.fixture
def account(people: Cast) -> CorporateAccount:
    made = shared_account(people)
    access_to(made, to=people.ben, by=people.ada)
    return made


@pytest.fixture
def login(people: Cast, account: CorporateAccount) -> Credential:
    return credential(account, by=people.anton, label="Passwort", login="kanal@hafenlicht.example")


@pytest.fixture(params=list(WAYS))
def desk(request, browser: Browser, live_server: LiveServer) -> Iterator[Desk]:
    made = Desk(browser, live_server.url, request.param)
    yield made
    for context in made.contexts:
        context.close()


def press(page: Page, german: str, english: str) -> None:
    name = german if page.locator("html").get_attribute("lang") == "de" else english
    page.get_by_role("button", name=name, exact=True).click()


def ask(page: Page, what: Credential) -> None:
    """From the reason to the secret on the screen."""
    page.goto(reverse("vault:reveal-ask", args=[what.ref]))
    page.locator("#id_reason").fill("Messe")
    press(page, "Weiter", "Go on")
    press(page, "Anzeigen", "Show it")
    press(page, "Jetzt anzeigen", "Show now")
    page.locator("#secret-value").wait_for()


def test_a_secret_goes_away_by_itself_and_does_not_come_back(
    desk: Desk, people: Cast, account: CorporateAccount, login: Credential
) -> None:
    """V3: not after its seconds, not with the back button, and not by sending the ticket again."""
    page = desk.of(people.ben)
    page.clock.install()
    page.goto(reverse("register:account-show", args=[account.ref]))
    desk.is_sound(page, "card")
    ask(page, login)
    assert PASSWORD in page.content()
    desk.is_sound(page, "secret")
    page.clock.run_for(10_000)
    left, ring = page.locator(".seconds").evaluate(
        "at => [at.querySelector('[data-seconds-left]').textContent, at.style.getPropertyValue('--left')]"
    )
    assert int(left) <= 20
    assert float(ring) == pytest.approx(int(left) / 30)
    drawn = page.locator(".seconds-ring").evaluate("ring => getComputedStyle(ring).backgroundImage")
    assert drawn.startswith("conic-gradient(")
    page.clock.run_for(21_000)
    expect(page.locator("#secret")).to_have_count(0)
    expect(page.locator("#over")).to_be_visible()
    assert PASSWORD not in page.content()
    desk.is_sound(page, "hidden")
    page.locator("main .button-primary").click()
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()
    expect(page).to_have_url("chrome-error://chromewebdata/")
    expect(page.locator("html")).not_to_contain_text(PASSWORD)
    assert PASSWORD not in page.content()


def test_a_phone_that_slept_shows_nothing_afterwards(
    desk: Desk, people: Cast, account: CorporateAccount, login: Credential
) -> None:
    """V3: the seconds go by the clock, not by how often the page was awake."""
    page = desk.of(people.ben)
    page.clock.install()
    ask(page, login)
    page.clock.fast_forward(3_600_000)
    expect(page.locator("#secret")).to_have_count(0)


def test_a_code_gives_way_to_the_next(desk: Desk, people: Cast, account: CorporateAccount) -> None:
    factor = credential(account, by=people.anton, kind=CredentialKind.TOTP, text=SEED)
    page = desk.of(people.ben)
    page.clock.install()
    ask(page, factor)
    desk.is_sound(page, "code")
    following = page.locator("#next-value").inner_text() or page.locator("#next-value").text_content()
    page.clock.run_for(31_000)
    expect(page.locator("#now")).to_have_count(0)
    expect(page.locator("#next-value")).to_be_visible()
    assert page.locator("#next-value").text_content() == following
    page.clock.run_for(31_000)
    expect(page.locator("#secret")).to_have_count(0)


def test_putting_in_and_the_pages_of_a_secret(
    desk: Desk, people: Cast, account: CorporateAccount, login: Credential
) -> None:
    page = desk.of(people.anton)
    page.goto(reverse("register:account-show", args=[account.ref]))
    page.locator("details.disclosure summary").last.click()
    desk.is_sound(page, "card-admin")
    for kind in CredentialKind.values:
        page.goto(reverse("vault:credential-add", args=[account.ref, kind]))
        desk.is_sound(page, f"add-{kind}")
    page.goto(reverse("vault:credential-add", args=[account.ref, "recovery_codes"]))
    page.locator("#id_codes").fill("aaaa-1111\nbbbb-2222")
    press(page, "Speichern", "Save")
    desk.is_sound(page, "add-mistake")
    assert page.locator("#id_codes").input_value() == ""
    for name in ("credential-show", "credential-renew", "emergency-use"):
        page.goto(reverse(f"vault:{name}", args=[login.ref]))
        desk.is_sound(page, name)


def test_whoever_waits_and_whoever_answers(
    desk: Desk, people: Cast, account: CorporateAccount, login: Credential
) -> None:
    """Four eyes, an emergency and a waiver, from both sides."""
    guarded = credential(account, by=people.anton, label="Messe", four_eyes=True)
    waiting = ask_to_see(credential=guarded, reason="Messe in Lissabon", by=people.ben)
    glass = break_glass(credential=login, reason="Team im Flugzeug", by=people.anton).glass
    rotation = Rotation.objects.get()
    propose_waiver(rotation=rotation, reason="Messe", until=timezone.localdate(), by=people.ada)
    ben, anton, ada = (desk.of(person) for person in (people.ben, people.anton, people.ada))
    for page, address, name in (
        (ben, reverse("vault:reveal-ask", args=[login.ref]), "reveal-ask"),
        (ben, reverse("vault:reveal-show", args=[waiting.ref]), "reveal-waits"),
        (ada, reverse("vault:reveal-show", args=[waiting.ref]), "reveal-answer"),
        (ada, reverse("vault:emergency-show", args=[glass.ref]), "emergency-review"),
        (ada, reverse("vault:rotation-waive", args=[rotation.ref]), "waiver"),
        (anton, reverse("vault:rotation-show", args=[rotation.ref]), "waiver-confirm"),
        (anton, reverse("vault:rotation-list"), "rotations-emergency"),
        (anton, reverse("register:account-show", args=[account.ref]), "card-to-change"),
    ):
        page.goto(address)
        desk.is_sound(page, name)
        assert page.locator("main .button-primary, main .button-danger").count() <= 2, name
    ada.goto(reverse("vault:reveal-show", args=[waiting.ref]))
    press(ada, "Zustimmen", "Agree")
    ben.goto(reverse("vault:reveal-show", args=[waiting.ref]))
    desk.is_sound(ben, "reveal-ready")
    press(ben, "Anzeigen", "Show it")
    desk.is_sound(ben, "ticket")


def test_friday_1855(desk: Desk, people: Cast, account: CorporateAccount, login: Credential) -> None:
    """HR dismisses somebody with the dry run on the phone; the account admin finds what has to be changed,
    works through it, and the owner checks it."""
    seen(login, by=people.ben)
    hanna = desk.of(people.hanna)
    hanna.goto(reverse("access:leaver-list"))
    desk.is_sound(hanna, "leaving-list")
    hanna.locator("#id_person").fill("ben")
    press(hanna, "Was würde das bedeuten?", "What would it mean?")
    hanna.wait_for_url("**/forecast/**")
    desk.is_sound(hanna, "leaving-dry-run")
    expect(hanna.locator("main")).to_contain_text("Passwort")
    hanna.locator("main .button-danger").click()
    desk.is_sound(hanna, "leaving-question")
    hanna.locator("dialog[open] .button-danger, dialog[open] .button-primary").first.click()
    hanna.wait_for_url(lambda url: "/forecast/" not in url)
    desk.is_sound(hanna, "leaving-run")

    anton = desk.of(people.anton)
    anton.goto("/")
    rotation = Rotation.objects.get()
    page = reverse("vault:rotation-show", args=[rotation.ref])
    assert anton.locator(f"main a[href='{page}']").count() > 0, "the start page names it"
    anton.goto(reverse("vault:rotation-list"))
    desk.is_sound(anton, "rotations")
    anton.locator(f"main a[href='{page}']").click()
    anton.wait_for_url("**/vault/changes/**")
    desk.is_sound(anton, "rotation-open")
    anton.locator("main .button-primary").click()
    anton.locator(".card-list a").first.click()
    anton.locator(f"a[href='{reverse('vault:credential-renew', args=[login.ref])}']").click()
    anton.locator("#id_text").fill("fresh-harbour-8")
    anton.locator("main form .button-primary").click()
    desk.is_sound(anton, "credential-prepared")
    anton.locator(".callout .button-primary").click()
    anton.wait_for_url("**/vault/changes/**")
    desk.is_sound(anton, "rotation-mine")
    for step in rotation.steps.order_by("pk"):
        anton.locator(f"a[href='{reverse('vault:rotation-step', args=[rotation.ref, step.kind])}']").click()
        anton.locator("#id_note").fill("Alle Geräte abgemeldet")
        anton.locator("main form .button-primary").click()
    desk.is_sound(anton, "rotation-ready")
    anton.locator("main .button-primary").click()

    ada = desk.of(people.ada)
    ada.goto(reverse("vault:rotation-show", args=[rotation.ref]))
    desk.is_sound(ada, "rotation-check")
    ada.locator("#id_sessions_ended").check()
    ada.locator("main .button-primary").click()
    desk.is_sound(ada, "rotation-checked")
    rotation.refresh_from_db()
    assert rotation.state == RotationState.VERIFIED
