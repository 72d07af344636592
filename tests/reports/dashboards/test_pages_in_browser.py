"""Home, HR's pages, team and figures in a real browser: axe in both languages and themes, small screens."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import give_role, set_language
from guidelines.policies.choices import Method, StatementKind
from guidelines.policies.models import PaperConfirmation, ReservationCase
from guidelines.policies.operations import acknowledge_under_reservation, record_paper
from tests.browsers import Opener, barriers, opener
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.policies import read, release, request_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    """Mara leads Ben and is HR; one sheet waits, one reservation is open, one name is 300 letters long."""
    cast = Cast()
    _ = cast.ben, cast.hanna
    EmployeeFactory(name="N" * 300, manager=cast.mara)
    release(editor=cast.edda, approver=cast.falk)
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    give_role(person=cast.mara, role=Role.HR, by=None)
    doubting = request_of(cast.edda, request_of(cast.ben).policy.__class__.objects.get(slug="social-media"))
    acknowledge_under_reservation(
        request=doubting, read=read(doubting), reason="Unklar.", authenticated="passkey", by=cast.edda
    )
    asked = request_of(cast.ben, doubting.policy)
    record_paper(
        request=asked,
        rendition=asked.version.renditions.get(language="de"),
        method=Method.PAPER,
        signed_on=asked.asked_on,
        note="Am Empfang abgegeben.",
        scan_name="sheet.pdf",
        scan=b"%PDF-1.7",
        by=cast.hanna,
    )
    return cast


@pytest.fixture
def visit(browser: Browser, people: Cast, live_server: LiveServer) -> Iterator[Opener]:
    """Open a page as Mara."""
    with opener(browser, live_server.url) as visit:
        yield partial(visit, people.mara)


def addresses(people: Cast) -> list[str]:
    asked = request_of(people.mara)
    named = [
        ("person-show", people.ben.ref),
        ("request-exempt", asked.ref),
        ("request-record-paper", asked.ref),
        ("reservation-settle", ReservationCase.objects.get().ref),
        ("paper-show", PaperConfirmation.objects.get().ref),
    ]
    plain = [
        "/",
        "/team/",
        "/figures/",
        "/hr/",
        "/hr/acknowledgements/?state=any",
        "/hr/reservations/",
        "/hr/mail/",
    ]
    plain += ["/hr/papers/", "/hr/acknowledgements/remind/"]
    return plain + [reverse(f"dashboards:{name}", args=[ref]) for name, ref in named]


LOOKS = [("de", "light", 390), ("en", "dark", 1280), ("de", "dark", 390), ("en", "light", 1280)]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing(visit: Opener, people: Cast, live_server: LiveServer, look: tuple) -> None:
    language, scheme, width = look
    mara = Employee.objects.get(pk=people.mara.pk)
    set_language(person=mara, language=language, by=mara)
    page = visit("/", width=width, scheme=scheme)
    found = []
    for address in addresses(people):
        page.goto(live_server.url + address)
        assert page.locator("h1").count() == 1, address
        for details in page.locator("main details").all():
            details.evaluate("one => one.open = true")
        found += [f"{address} {barrier}" for barrier in barriers(page)]
    assert found == []
    assert page.complaints == []


def test_nothing_is_cut_off_at_320_pixels(visit: Opener, people: Cast, live_server: LiveServer) -> None:
    """WCAG 1.4.10, with a name of 300 letters in the lists."""
    page = visit("/", width=320)
    wide = []
    for address in addresses(people):
        page.goto(live_server.url + address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)
    assert wide == []
