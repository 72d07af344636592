"""An import in a real browser: from the file to people, on a phone and on a desk, checked by axe."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.people.models import Employee
from tests.accounts.imports.files import carry_out, csv_of, row, row_of
from tests.browsers import barriers
from tests.factories.people import Cast, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PORTAL_TEST_PICTURES")


@pytest.fixture
def people(transactional_db: None) -> Cast:
    cast = Cast()
    _ = cast.ben, cast.mara, cast.hanna, cast.ada
    return cast


@pytest.fixture(params=[390, 1280])
def page(request, browser: Browser, people: Cast, live_server: LiveServer) -> Iterator[Page]:
    session = signed_in(Client(), people.hanna).cookies["sessionid"].value
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, locale="de", base_url=live_server.url
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()


def is_sound(page: Page, name: str) -> None:
    """Nothing to complain about for axe and the browser, and nothing that has to be pushed sideways."""
    if PICTURES:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.complaints == []


def test_from_the_file_to_people(page: Page, people: Cast, tmp_path: Path) -> None:
    file = tmp_path / "Mitarbeiterliste 2026.csv"
    file.write_bytes(
        csv_of(
            [
                row("500", "Änne Über", manager=people.mara.personnel_number),
                row("501", "Kim Weg", department="Messebau"),
                row_of(people.ben, name="Ben Öztürk-Meyer", leaves_on="31.12.2099"),
                row_of(people.mara),
                row_of(people.hanna),
            ],
            encoding="cp1252",
        )
    )
    page.goto("/people/import/")
    is_sound(page, "1-list")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Hochladen und ansehen").click()
    is_sound(page, "2-columns")
    page.get_by_label("Gesellschaft für Zeilen, die keine nennen").select_option(label=people.ben.entity.name)
    page.get_by_label(people.ben.entity.name, exact=True).check()
    page.get_by_role("button", name="Datei prüfen").click()
    page.get_by_text("Die Datei wird mit dem Bekannten verglichen").wait_for()
    is_sound(page, "3-checking")
    carry_out()
    page.get_by_role("heading", name="Übernehmen?").wait_for()
    is_sound(page, "4-preview")
    page.get_by_label("Abgelehnte Zeilen auslassen").check()
    page.get_by_label("Anzahl der Personen, die austreten").fill("1")
    page.get_by_role("button", name="Import übernehmen").click()
    page.get_by_text("Wird übernommen").first.wait_for()
    carry_out()
    page.get_by_text("Übernommen von Hanna Krüger").wait_for()
    is_sound(page, "5-applied")
    assert Employee.objects.get(personnel_number="500").name == "Änne Über"
    people.ada.refresh_from_db()
    assert people.ada.status == "left"
