"""A phone that somebody holds: taps are counted, and every page on the way is looked at."""

from playwright.sync_api import Page

from tests.browsers import barriers

SECONDS_MS = 30_000  # a busy machine; how fast it is on a quiet one is measured in bench/incidents.py


class Finger:
    """Taps, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.click(timeout=SECONDS_MS)
        self.taps += 1


def is_sound(page: Page) -> None:
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.complaints == []
