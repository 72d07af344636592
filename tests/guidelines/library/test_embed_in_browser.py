"""Two clicks: nothing leaves before the reader says so, and what is remembered can be revoked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route

from guidelines.library.freezing import freeze
from guidelines.library.models import GuidelinePage
from portal.ui import bundle
from tests.browsers import barriers

pytestmark = pytest.mark.browser
HERE = "http://127.0.0.1/"
SCRIPT = Path(__file__).parents[3] / "guidelines/library/static/library/js/embed.js"
HEAD = (
    '<!doctype html><html lang="de"><title>x</title><link rel="stylesheet" href="/s.css"><main class="prose">'
)


class Reader:
    """A browser that notes every request and lets none leave this machine."""

    def __init__(self, context: BrowserContext, html: str) -> None:
        self.asked: list[Request] = []
        self._files = {
            HERE: ("text/html", f'{HEAD}{html}</main><script type="module" src="/e.js"></script>'),
            f"{HERE}s.css": ("text/css", bundle.stylesheet().text),
            f"{HERE}e.js": ("text/javascript", SCRIPT.read_text(encoding="utf-8")),
        }
        self.errors: list[str] = []
        context.route("**/*", self._answer)
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _answer(self, route: Route, request: Request) -> None:
        if request.url.startswith(HERE):
            kind, body = self._files.get(request.url, ("image/png", ""))
            route.fulfill(status=200, content_type=kind, body=body)
            return
        self.asked.append(request)
        route.fulfill(status=200, content_type="text/html", body="<title>film</title>")

    def arrive(self) -> None:
        self.page.goto(HERE)
        self.page.wait_for_load_state("networkidle")

    def wait_until_asked(self) -> None:
        """A frame is there before its address is asked for."""
        for _ in range(100):
            if self.asked:
                return
            self.page.wait_for_timeout(50)

    @property
    def hosts(self) -> set[str]:
        return {request.url.split("/")[2] for request in self.asked}


@pytest.fixture
def frozen_html(german: GuidelinePage) -> str:
    return freeze(german).html


@pytest.fixture
def reader(context: BrowserContext, frozen_html: str) -> Iterator[Reader]:
    reader = Reader(context, frozen_html)
    yield reader
    assert reader.errors == []


def test_no_request_leaves_before_the_click(reader: Reader) -> None:
    reader.arrive()
    reader.page.mouse.wheel(0, 5000)
    reader.page.wait_for_timeout(300)
    assert reader.asked == []
    assert reader.page.locator("iframe").count() == 0
    reader.page.locator(".part-embed-show").click()
    frame = reader.page.locator("iframe")
    frame.wait_for()
    reader.wait_until_asked()
    assert reader.hosts == {"www.youtube-nocookie.com"}
    assert frame.get_attribute("sandbox") == "allow-scripts allow-same-origin allow-presentation allow-popups"
    assert frame.get_attribute("title") == "Ein kurzer Film"
    assert reader.page.evaluate("document.activeElement.tagName") == "IFRAME"


def test_a_film_is_shown_with_captions_in_the_language_of_the_text(reader: Reader) -> None:
    reader.arrive()
    reader.page.locator(".part-embed-show").click()
    address = reader.page.locator("iframe").get_attribute("src")
    assert "cc_load_policy=1" in address
    assert "cc_lang_pref=de" in address


def test_nothing_is_remembered_unless_asked(reader: Reader) -> None:
    reader.arrive()
    reader.page.locator(".part-embed-show").click()
    reader.page.locator("iframe").wait_for()
    assert reader.page.evaluate("localStorage.length") == 0
    reader.asked.clear()
    reader.arrive()
    assert reader.asked == []


def test_what_is_remembered_can_be_revoked(reader: Reader) -> None:
    reader.arrive()
    reader.page.locator(".part-embed-remember input").check()
    assert reader.page.evaluate("localStorage.length") == 0, "ticking alone stores nothing"
    reader.page.locator(".part-embed-show").click()
    reader.arrive()
    assert reader.page.locator("iframe").count() == 1
    reader.page.locator(".part-embed-forget").click()
    assert reader.page.locator("iframe").count() == 0
    assert reader.page.evaluate("localStorage.length") == 0
    reader.asked.clear()
    reader.arrive()
    assert reader.asked == []


def test_it_works_by_keyboard_alone(reader: Reader) -> None:
    reader.arrive()
    reader.page.locator(".part-embed-show").focus()
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Space")
    reader.page.keyboard.press("Shift+Tab")
    reader.page.keyboard.press("Enter")
    reader.page.locator("iframe").wait_for()
    assert reader.page.evaluate("localStorage.getItem('embeds:youtube')") == "always"


def test_without_javascript_a_plain_link_is_there(new_context: object, frozen_html: str) -> None:
    reader = Reader(new_context(java_script_enabled=False), frozen_html)  # type: ignore[operator]
    reader.arrive()
    link = reader.page.locator(".part-embed-actions a")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    assert "Google Ireland Ltd." in reader.page.locator(".part-embed-notice").inner_text()
    assert reader.page.locator("button").count() == 0
    assert reader.asked == []


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_part_fits_and_passes_axe(
    new_context: object, frozen_html: str, width: int, theme: str
) -> None:
    context = new_context(viewport={"width": width, "height": 800}, color_scheme=theme)  # type: ignore[operator]
    reader = Reader(context, f"<h1>x</h1><div class='guideline-text'>{frozen_html}</div>")
    reader.arrive()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    for details in reader.page.locator("details").all():
        details.evaluate("element => { element.open = true; }")
    assert barriers(reader.page) == []
