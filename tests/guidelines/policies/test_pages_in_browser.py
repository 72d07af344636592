"""The way from the shelf to the receipt in a real browser: two tabs, keyboard only, no scripts, axe."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.people.operations import set_language
from guidelines.policies.choices import StatementKind
from guidelines.policies.models import Acknowledgement, AcknowledgementRequest, ConsentWithdrawal
from guidelines.policies.operations import acknowledge
from tests.browsers import barriers
from tests.factories.people import Cast, signed_in
from tests.factories.policies import read, release, request_of, text
from tests.guidelines.policies.test_pages_reading import HTML, frozen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """Ben is asked for a receipt; a consent of his has been given."""
    cast = Cast()
    _ = cast.ben
    release(editor=cast.edda, approver=cast.falk, texts=[frozen("de", HTML), frozen("en", HTML)])
    photos = [text("de", title="Fotos"), text("en", title="Photos")]
    facts = {"slug": "photos", "statement_kind": StatementKind.CONSENT, "texts": photos}
    release(editor=cast.edda, approver=cast.falk, **facts)
    consent = request_of(cast.ben)
    acknowledge(request=consent, read=read(consent), authenticated="password", by=cast.ben)
    return cast


@pytest.fixture
def visit(browser: Browser, people: Cast, live_server: LiveServer) -> Iterator[Open]:
    """Open a page as Ben. `page.complaints` keeps what the browser objects to, `page.asked` every address."""
    session = signed_in(Client(), people.ben, mfa=False).cookies["sessionid"].value
    contexts = []

    def visit(path: str, *, width: int = 390, scheme: str = "light", **options) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, locale="de", **options
        )
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints, page.asked = [], []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(live_server.url + path)
        return page

    yield visit
    for context in contexts:
        context.close()


def the_request(people: Cast) -> AcknowledgementRequest:
    return AcknowledgementRequest.objects.open().get(employee=people.ben)


def addresses(people: Cast) -> list[str]:
    consent = Acknowledgement.objects.get(policy__slug="photos")
    return [
        "/guidelines/",
        "/guidelines/search/?q=freundlich",
        "/guidelines/social-media/",
        "/guidelines/social-media/versions/1.0/",
        "/guidelines/social-media/changes/",
        f"/acknowledge/{the_request(people).ref}/",
        "/my/acknowledgements/",
        f"/my/acknowledgements/{consent.ref}/",
        f"/my/acknowledgements/{consent.ref}/withdraw/",
    ]


def test_from_the_shelf_to_the_receipt(visit: Open, people: Cast) -> None:
    page = visit("/guidelines/")
    page.get_by_role("link", name="Soziale Medien").click()
    page.get_by_role("link", name="Zur Erklärung").first.click()
    page.get_by_role("button", name="Kenntnisnahme bestätigen").click()
    page.wait_for_url("**/my/acknowledgements/*/**")
    assert page.get_by_role("status").inner_text().strip().startswith("Sie haben bestätigt")
    assert page.locator("[data-copy]").is_visible()
    assert Acknowledgement.objects.filter(policy__slug="social-media").count() == 1
    assert page.complaints == []


def test_two_tabs_end_on_the_same_receipt(visit: Open, people: Cast) -> None:
    """K7"""
    first = visit(f"/acknowledge/{the_request(people).ref}/")
    second = first.context.new_page()
    second.goto(first.url)
    for tab in (first, second):
        tab.get_by_role("button", name="Kenntnisnahme bestätigen").click()
        tab.wait_for_url("**/my/acknowledgements/*/**")
    assert first.url == second.url
    assert Acknowledgement.objects.filter(policy__slug="social-media").count() == 1


def focus_on(page: Page, words: str) -> None:
    """Press Tab until the element with these words has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        reached = page.evaluate(
            "(document.activeElement.closest('a, button, summary') || {}).textContent || ''"
        )
        if words in reached:
            return
    raise AssertionError(f"the keyboard never reaches {words!r}")


def test_the_keyboard_alone_is_enough(visit: Open, people: Cast) -> None:
    page = visit("/guidelines/", width=1280)
    for words in ("Soziale Medien", "Zur Erklärung", "Kenntnisnahme bestätigen"):
        focus_on(page, words)
        outline = page.evaluate(
            "[getComputedStyle(document.activeElement), getComputedStyle(document.activeElement, '::after')]"
            ".map(style => style.outlineStyle)"
        )
        assert "solid" in outline
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.wait_for_url("**/my/acknowledgements/*/**")


def test_everything_works_without_scripts(visit: Open, people: Cast) -> None:
    page = visit(f"/acknowledge/{the_request(people).ref}/", java_script_enabled=False)
    page.locator("#reserve > summary").click()
    page.get_by_role("button", name="Unter Vorbehalt antworten").click()
    assert page.locator(".error-summary").is_visible()
    page.get_by_label("Ihre Begründung").fill("Absatz zwei ist unklar.")
    page.get_by_role("button", name="Unter Vorbehalt antworten").click()
    page.wait_for_url("**/my/acknowledgements/*/**")
    assert page.get_by_text("Absatz zwei ist unklar.").is_visible()


def test_a_reason_survives_in_this_tab_until_it_was_sent(visit: Open, people: Cast) -> None:
    page = visit(f"/acknowledge/{the_request(people).ref}/")
    page.locator("#reserve > summary").click()
    page.get_by_label("Ihre Begründung").fill("Absatz zwei ist unklar.")
    page.reload()
    assert page.get_by_label("Ihre Begründung").input_value() == "Absatz zwei ist unklar."
    page.get_by_role("button", name="Unter Vorbehalt antworten").click()
    page.wait_for_url("**/my/acknowledgements/*/**")
    page.wait_for_function("!Object.keys(sessionStorage).some(key => key.startsWith('reason:'))")


def test_a_consent_ends_with_two_clicks(visit: Open, people: Cast) -> None:
    """K5"""
    consent = Acknowledgement.objects.get(policy__slug="photos")
    page = visit(f"/my/acknowledgements/{consent.ref}/")
    page.get_by_role("link", name="Einwilligung widerrufen").click()
    page.get_by_role("button", name="Einwilligung widerrufen").click()
    page.get_by_text("Sie haben diese Einwilligung widerrufen").wait_for()
    assert ConsentWithdrawal.objects.count() == 1


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_and_the_policy_holds(visit, people, language, scheme, width) -> None:
    set_language(person=people.ben, language=language, by=people.ben)
    page = visit("/guidelines/", width=width, scheme=scheme)
    site, found = page.url.removesuffix("/guidelines/"), []
    for address in addresses(people):
        page.goto(site + address)
        for details in page.locator("main details").all():
            details.evaluate("one => one.open = true")
        found += [f"{address} {barrier}" for barrier in barriers(page)]
    assert found == []
    assert page.complaints == []
    assert all(url.startswith((site, "data:")) for url in page.asked)


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_is_cut_off_on_small_screens_and_at_200_percent(visit, people, live_server, width) -> None:
    """WCAG 1.4.10; 640 px is 1280 px at 200 % zoom, 320 px at 400 %."""
    page = visit("/guidelines/", width=width)
    wide = []
    for address in addresses(people):
        page.goto(live_server.url + address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
    assert wide == []


def test_paper_shows_the_text_and_not_the_controls(visit: Open, people: Cast) -> None:
    page = visit("/guidelines/social-media/", width=1280)
    page.emulate_media(media="print")
    assert page.locator("#text").is_visible()
    assert page.locator(".print-foot").is_visible()
    hidden = (".rail", ".bottom-bar", ".call", ".contents-side", ".segmented", ".site-footer", ".breadcrumb")
    assert [name for name in hidden if page.locator(name).first.is_visible()] == []
    assert not page.locator(".reading-facts .badge").is_visible(), "where somebody stands is theirs alone"
