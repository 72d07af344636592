"""A list in a real browser: from the file to the register, on a phone and on a desk, checked by axe."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.register.choices import PlatformKind
from accounts.register.models import CorporateAccount
from tests.accounts.register.spreadsheets import ENGLISH, GERMAN, carry_out, csv_of, empty, row
from tests.browsers import barriers
from tests.factories.people import Cast, signed_in
from tests.factories.register import account, platform

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PORTAL_TEST_PICTURES")
# What the admin reads and clicks, step by step.
WORDS = {
    "de": {
        "start": "Liste importieren",
        "upload": "Hochladen und ansehen",
        "status": "Neue Konten ohne Angabe zum Status sind",
        "live": "In Betrieb",
        "check": "Liste prüfen",
        "checking": "Die Datei wird mit dem Bekannten verglichen",
        "decide": "Übernehmen?",
        "leave out": "Abgelehnte Zeilen auslassen",
        "apply": "Liste übernehmen",
        "done": "Übernommen von Anton Schuster",
    },
    "en": {
        "start": "Import a list",
        "upload": "Upload and look at it",
        "status": "New accounts whose row names no status are",
        "live": "Live",
        "check": "Check the list",
        "checking": "The file is being compared with what is known",
        "decide": "Apply?",
        "leave out": "Leave out the refused rows",
        "apply": "Apply the list",
        "done": "Applied by Anton Schuster",
    },
}


@pytest.fixture
def people(transactional_db: None) -> Cast:
    cast = Cast()
    _ = cast.ada, cast.mara, cast.anton, cast.ben
    platform("bildnetz")
    platform("botenfunk", PlatformKind.MESSENGER)
    account(cast, "@hafenlicht.karriere")
    return cast


@pytest.fixture(params=[("de", 390, "light"), ("en", 1280, "dark")], ids=lambda way: "-".join(map(str, way)))
def page(request, browser: Browser, people: Cast, live_server: LiveServer) -> Iterator[Page]:
    language, width, scheme = request.param
    people.anton.language = language
    people.anton.save()
    session = signed_in(Client(), people.anton).cookies["sessionid"].value
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale=language,
        color_scheme=scheme,
        base_url=live_server.url,
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.words, page.shown_in, page.complaints = WORDS[language], f"{language}-{width}-{scheme}", []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()


def is_sound(page: Page, name: str) -> None:
    """Nothing to complain about for axe and the browser, and nothing that has to be pushed sideways."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{page.shown_in}.png", full_page=True)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.complaints == []


def test_from_the_list_to_the_register(page: Page, people: Cast, tmp_path: Path) -> None:
    said, file = page.words, tmp_path / "Unsere Konten 2026.csv"
    rows = [
        row("@hafenlicht"),
        row("@hafenlicht.service", platform="Botenfunk", takes_messages="ja", brand="Nord"),
        row("@hafenlicht.presse", owner="kim.weg@hafenlicht.example", recovery_mail="irgendwem"),
        row("@hafenlicht.messe", recovery_mail="privat", recovery_address="kim@mail.example"),
        empty("@hafenlicht.karriere", criticality="hoch", deputy="ben"),
    ]
    headings = GERMAN if said is WORDS["de"] else ENGLISH
    file.write_bytes(csv_of(*rows, headings=headings, encoding="cp1252"))
    page.goto("/accounts/")
    is_sound(page, "0-accounts")
    page.get_by_role("link", name=said["start"]).click()
    is_sound(page, "1-start")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name=said["upload"]).click()
    page.get_by_label(said["status"]).select_option(label=said["live"])
    is_sound(page, "2-columns")
    page.get_by_role("button", name=said["check"]).click()
    page.get_by_text(said["checking"]).wait_for()
    is_sound(page, "3-checking")
    carry_out()
    page.get_by_role("heading", name=said["decide"]).wait_for()
    is_sound(page, "4-preview")
    page.get_by_label(said["leave out"]).check()
    page.get_by_role("button", name=said["apply"]).click()
    page.locator("progress").wait_for()
    carry_out()
    page.get_by_text(said["done"]).wait_for()
    is_sound(page, "5-applied")
    made = CorporateAccount.objects.get(handle="@hafenlicht.service")
    assert set(made.findings.values_list("kind", flat=True)) == {
        "no_private_free_route",
        "unapproved_messages",
    }
    assert CorporateAccount.objects.get(handle="@hafenlicht.karriere").deputy == people.ben
    assert CorporateAccount.objects.count() == 3
