"""The pages of tokens in a real browser: axe in both languages and themes, nothing wider than a phone."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.people.models import Employee
from accounts.people.operations import set_language
from reports.api.choices import Scope
from reports.api.models import ApiToken
from reports.api.operations import make_token, note_call
from tests.browsers import Opener, barriers, opener
from tests.factories.people import Cast
from tests.reports.api.reader import new_token

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """One token works and was used, one waits and has a name as long as it can be."""
    cast = Cast()
    token, _secret = new_token(cast)
    note_call(token=token, scope=Scope.ACKNOWLEDGEMENTS, people=[], rows=1200)
    until = timezone.localdate() + timedelta(days=9)
    make_token(name="N" * 100, scopes=[Scope.COMPLETIONS], expires_on=until, by=cast.hanna)
    return cast


@pytest.fixture
def visit(browser: Browser, people: Cast, live_server: LiveServer) -> Iterator[Opener]:
    with opener(browser, live_server.url) as visit:
        yield visit


def addresses() -> list[str]:
    shown = [reverse("api:token-show", args=[token.ref]) for token in ApiToken.objects.order_by("pk")]
    return ["/hr/api/", "/hr/api/new/", *shown]


@pytest.mark.parametrize("look", [("de", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    visit: Opener, people: Cast, live_server: LiveServer, look: tuple[str, str]
) -> None:
    language, scheme = look
    hanna = Employee.objects.get(pk=people.hanna.pk)
    set_language(person=hanna, language=language, by=hanna)
    page = visit(hanna, "/hr/api/", scheme=scheme)
    found = []
    for number, address in enumerate(addresses()):
        page.goto(live_server.url + address)
        found += [f"{address} {barrier}" for barrier in barriers(page)]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        if folder := os.environ.get("PORTAL_SHOTS"):
            page.screenshot(path=f"{folder}/api-{language}-{number}.png", full_page=True)
    assert found == []
    assert page.complaints == []
