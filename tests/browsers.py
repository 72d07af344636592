"""Pages opened in Chromium as somebody who is signed in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page

from accounts.people.models import Employee
from tests.factories.people import signed_in

Opener = Callable[..., Page]
# WCAG 2.2 AA, and what axe thinks of beyond it.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# All that held, too, would be twice the work.
VIOLATIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


def barriers(page: Page) -> list[str]:
    """What axe finds on the page: the rule and the element that breaks it."""
    found = Axe().run(page, options=VIOLATIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@contextmanager
def opener(browser: Browser, address: str) -> Iterator[Opener]:
    """Open a page as somebody, on a phone unless said otherwise; `page.complaints` collects what the browser
    objects to. All contexts are closed at the end."""
    contexts = []

    def visit(person: Employee, path: str, *, width: int = 390, scheme: str = "light") -> Page:
        person = Employee.objects.get(pk=person.pk)
        session = signed_in(Client(), person).cookies["sessionid"].value
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.goto(address + path)
        return page

    yield visit
    for context in contexts:
        context.close()
