"""Packages in a real browser: learning, going on elsewhere, confirming; and one that talks to everybody."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browsers import Opener, barriers, opener
from tests.factories.packages import opened, released, written_course
from tests.factories.people import Cast
from tests.training.packages.files import package
from tests.training.packages.talkative import LEAVING, leaving, talkative
from training.packages.choices import Told, VisitState
from training.packages.exporting import practice_package
from training.packages.models import PackageVisit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Some browsers give a frame of another site no storage at all.
TRY = "<h1>x</h1><script>let n = 0; try { %s } catch { n = 0; } document.title = `found ${n}`</script>"


class Listener:
    """Somebody on another port of this machine who notes every word that is said to them.

    Chromium opens a connection before it finds that a page may not be left that way, and says nothing on it.
    """

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.heard: list[bytes] = []
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                with suppress(OSError):
                    self.heard.append(connection.recv(200))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture
def portal(live_server: LiveServer, settings) -> str:
    """One server under two names: the portal's and the packages'."""
    settings.PORTAL_BASE_URL = live_server.url
    settings.PORTAL_PACKAGES_URL = live_server.url.replace("localhost", "127.0.0.1")
    return live_server.url


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return Cast()


@pytest.fixture
def visit(browser: Browser, portal: str) -> Iterator[Opener]:
    with opener(browser, portal) as visit:
        yield visit


def content_of(page: Page):
    return page.frame_locator(".package-player iframe").frame_locator("#content")


def shown(found: PackageVisit) -> str:
    return f"/packages/visits/{found.ref}/"


def test_learning_going_on_elsewhere_and_confirming(people: Cast, visit: Opener) -> None:
    version = released(people.edda, people.falk)
    found = opened(version, people.ben)
    page = visit(people.ben, shown(found), width=1200)
    content_of(page).locator("#half").click()
    expect(page.locator("[data-player-said]")).to_contain_text("Gespeichert")
    expect(page.locator("[data-player-confirm]")).to_be_hidden()

    elsewhere = visit(people.ben, shown(found))
    expect(content_of(elsewhere).locator("#resumed")).to_have_text("page-2")
    content_of(elsewhere).locator("#pass").click()
    expect(elsewhere.locator("[data-player-confirm]")).to_be_visible()
    found.refresh_from_db()
    assert (found.state, found.told, found.score) == (VisitState.OPEN, Told.PASSED, 90)
    assert found.suspend_data == "page-2"

    elsewhere.get_by_role("checkbox").check()
    elsewhere.locator("[data-player-confirm] button[type=submit]").click()
    expect(elsewhere.locator("main")).to_contain_text("nicht vom Portal bewertet")
    found.refresh_from_db()
    assert found.state == VisitState.CONFIRMED
    assert page.complaints == []
    assert elsewhere.complaints == []


def test_a_package_that_talks_to_the_internet_reaches_nobody(
    people: Cast, visit: Opener, portal: str, listener: Listener
) -> None:
    version = released(people.edda, people.falk, talkative(listener.address, portal))
    found = opened(version, people.ben)
    page = visit(people.ben, shown(found), width=1200)
    expect(page.locator("[data-player-said]")).to_contain_text("Gespeichert", timeout=20_000)
    page.wait_for_timeout(4_000)
    found.refresh_from_db()
    assert found.suspend_data.startswith("tried ")
    assert b"".join(listener.heard) == b""
    assert page.url == portal + shown(found)
    assert len(page.context.pages) == 1
    assert "reached" not in "".join(frame.title() for frame in page.frames if frame.url.startswith("http"))


@pytest.mark.parametrize("way", LEAVING)
def test_a_package_cannot_leave_its_frame(
    people: Cast, visit: Opener, portal: str, listener: Listener, way: str
) -> None:
    """What it knows could travel in an address."""
    found = opened(released(people.edda, people.falk, leaving(way, listener.address)), people.ben)
    page = visit(people.ben, shown(found), width=1200)
    page.wait_for_timeout(2_000)
    assert b"".join(listener.heard) == b""
    assert page.url == portal + shown(found)
    assert not any(frame.url.startswith(listener.address) for frame in page.frames)


def test_the_listener_would_notice(browser: Browser, listener: Listener) -> None:
    page = browser.new_page()
    page.set_content(f'<img src="{listener.address}/x.png">')
    page.wait_for_timeout(1_000)
    page.close()
    assert listener.heard[0].startswith(b"GET /x.png")


def test_two_packages_share_nothing_in_the_browser(people: Cast, visit: Opener, portal: str) -> None:
    """Whoever learns next at this computer finds nothing of the one before."""
    keeps = TRY % "localStorage.setItem('who', 'somebody'); document.cookie = 'who=somebody'"
    finds = TRY % "n = localStorage.length + document.cookie.length"
    first = opened(released(people.edda, people.falk, package({"index.html": keeps})), people.ben)
    second = opened(released(people.edda, people.falk, package({"index.html": finds})), people.ben)
    page = visit(people.ben, shown(first), width=1200)
    page.wait_for_timeout(1_500)
    page.goto(portal + shown(second))
    expect(content_of(page).locator("h1")).to_be_visible()
    assert "found 0" in [frame.title() for frame in page.frames]


def test_the_packages_origin_can_be_framed_by_the_portal_alone(
    people: Cast, visit: Opener, portal: str, browser: Browser
) -> None:
    found = opened(released(people.edda, people.falk), people.ben)
    page = visit(people.ben, shown(found), width=1200)
    expect(content_of(page).locator("h1")).to_be_visible()
    play = page.locator("[data-player]").get_attribute("data-play")
    stranger = browser.new_page()
    stranger.route(
        "http://127.0.0.1:9/",
        lambda route: route.fulfill(body=f'<iframe src="{play}"></iframe>', content_type="text/html"),
    )
    stranger.goto("http://127.0.0.1:9/")
    stranger.wait_for_timeout(1_500)
    assert stranger.frames[1].url.startswith("chrome-error:")
    stranger.goto(play)
    assert "Please open the course in the portal" in stranger.content()
    stranger.close()


def test_somebody_elses_message_is_not_listened_to(people: Cast, visit: Opener) -> None:
    """T4: A message that is not from the package's frame stores nothing, not even from the page itself."""
    found = opened(released(people.edda, people.falk), people.ben)
    page = visit(people.ben, shown(found), width=1200)
    expect(content_of(page).locator("h1")).to_be_visible()
    page.evaluate(
        "window.postMessage({kind: 'state', status: 'passed', score: '100', place: '', suspended: ''}, '*')"
    )
    page.wait_for_timeout(1_500)
    found.refresh_from_db()
    assert found.reported_at is None


def test_the_page_is_accessible(people: Cast, visit: Opener) -> None:
    found = opened(released(people.edda, people.falk), people.ben)
    for scheme in ("light", "dark"):
        page = visit(people.ben, shown(found), scheme=scheme)
        expect(content_of(page).locator("h1")).to_be_visible()
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_our_own_export_is_played_by_our_own_player(people: Cast, visit: Opener) -> None:
    """T4: There too: it reports that somebody went through it, and proves nothing."""
    text = written_course(people.edda, people.falk).texts.get(language="en")
    content = practice_package(text, by=people.edda).read()
    found = opened(released(people.edda, people.falk, content), people.ben)
    page = visit(people.ben, shown(found), width=1200)
    expect(content_of(page).locator("h1")).to_have_text("Posting")
    expect(content_of(page).locator("body")).to_contain_text("For practice only")
    content_of(page).locator("#finish").click()
    expect(page.locator("[data-player-confirm]")).to_be_visible()
    found.refresh_from_db()
    assert (found.told, found.state) == (Told.COMPLETED, VisitState.OPEN)
    assert page.complaints == []
