"""Pages opened in Chromium as somebody who is signed in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.test import Client
from playwright.sync_api import Browser, Page

from accounts.people.models import Employee
from tests.factories.people import signed_in

Opener = Callable[..., Page]


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
