"""A phone that somebody holds: taps are counted, and every page on the way is looked at."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SECONDS_MS = 30_000  # a busy machine; how fast it is on a quiet one is measured in bench/incidents.py


class Finger:
    """Taps, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.click(timeout=SECONDS_MS)
        self.taps += 1


def is_sound(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    rules = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]]
    assert rules == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.complaints == []
