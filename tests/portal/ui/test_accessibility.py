"""axe finds nothing, in both languages, light and dark, on phone and desk; keyboard and 320 px suffice."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browsers import barriers

pytestmark = pytest.mark.browser

PAGES = ["/gallery/", "/signin/login/", "/signin/password/reset/", "/privacy/", "/help/", "/nothing-here/"]


@pytest.fixture
def visit(browser: Browser, site: str):
    contexts = []

    def visit(path, *, language="en", scheme="light", width=1280, **options) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, locale=language, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.complaints = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: page.complaints.append(message.text) if message.type == "error" else None,
        )
        page.goto(site + path)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_on_the_gallery(visit, language, scheme, width):
    assert barriers(visit("/gallery/", language=language, scheme=scheme, width=width)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES[1:])
def test_axe_finds_nothing_on_public_pages(visit, path, scheme):
    assert barriers(visit(path, language="de", scheme=scheme, width=390)) == []


def test_axe_can_find_something(visit):
    page = visit("/help/")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=\"/static/ui/img/mark.svg\">'")
    assert any(found.startswith("image-alt") for found in barriers(page))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_is_cut_off_at_320_pixels(visit, path, language):
    """WCAG 1.4.10; 320 px is also 1280 px at 400 % zoom."""
    page = visit(path, language=language, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES[:-1])
def test_nothing_is_asked_of_others_and_the_policy_holds(visit, site, path):
    page = visit(path)
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert all(url.startswith((site, "data:")) for url in page.asked)
    assert len([url for url in page.asked if url.endswith((".css", ".js")) and "/mfa/" not in url]) <= 4


def test_the_first_tab_leads_past_the_navigation(visit):
    page = visit("/help/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_without_javascript(visit):
    page = visit("/gallery/", width=390, java_script_enabled=False)
    assert not page.locator(".more-sheet").is_visible()
    page.locator(".more > summary").click()
    assert page.locator(".more-sheet").is_visible()
    assert not page.locator("[data-copy]").is_visible()


def test_the_menu_closes_with_escape_and_gives_the_focus_back(visit):
    page = visit("/gallery/", width=390)
    page.locator(".more > summary").click()
    page.keyboard.press("Escape")
    assert not page.locator(".more-sheet").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_dangerous_button_asks_first_and_no_means_no(visit):
    page = visit("/gallery/")
    page.locator("[data-confirm]").click()
    dialog = page.locator("dialog[open]")
    assert dialog.locator("p").inner_text() == "Really delete this draft?"
    before = page.url
    dialog.get_by_role("button", name="Cancel").click()
    assert page.url == before
    assert not page.locator("dialog[open]").count()
    page.locator("[data-confirm]").click()
    page.locator("dialog[open]").get_by_role("button", name="Delete").click()
    page.wait_for_url("**/gallery/?#actions")


def test_a_second_click_sends_nothing(visit, site):
    page = visit("/gallery/")
    page.route("**/slow/", lambda route: route.fulfill(status=204))
    page.evaluate(
        "() => { const form = document.createElement('form'); form.method = 'post'; form.action = '/slow/';"
        "form.innerHTML = '<button id=once>x</button>'; document.body.append(form); }"
    )
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for _ in range(3):
        page.evaluate("document.getElementById('once').click()")
    page.wait_for_timeout(200)
    assert sent == [f"{site}/slow/"]


def test_the_theme_can_be_chosen_against_the_device(visit):
    page = visit("/gallery/", scheme="light")
    page.locator(".rail button[value=dark]").click()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_the_passkey_is_offered_only_where_it_can_work(visit):
    assert visit("/signin/login/").locator("#passkey_login").is_visible()
    plain = visit("/signin/login/", java_script_enabled=False)
    assert not plain.locator("#passkey_login").is_visible()
    assert plain.get_by_role("button", name="Sign in").is_visible()
