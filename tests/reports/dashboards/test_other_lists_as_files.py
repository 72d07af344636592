"""Reservations, sheets on paper and refused mail as files: what the page shows, and nothing beyond it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import give_role, take_role
from guidelines.policies.choices import ReservationOutcome
from guidelines.policies.models import PaperConfirmation, Policy, ReservationCase
from guidelines.policies.operations import confirm_paper, settle_reservation
from portal.audit.models import AuditEvent
from portal.jobs.running import execute
from portal.mail.models import Message
from reports.dashboards.views import files
from reports.exports.models import Export
from reports.exports.sheets import is_dangerous
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, signed_in
from tests.factories.policies import release, text
from tests.reports.dashboards.listed import (
    HOSTILE,
    NOTE,
    REASON,
    fetched,
    put_on_every_list,
    read_csv,
    read_xlsx,
    refused_mail,
    shown,
)

LISTS = ("reservations", "papers", "mail")
KINDS = ("csv", "xlsx")
ASKED = ["Name", "Personalnummer", "Abteilung", "Gesellschaft", "Standort", "Richtlinie", "Fassung"]
HEADINGS = {
    "reservations": [*ASKED, "Beantwortet", "Ergebnis", "Abgeschlossen am"],
    "papers": [*ASKED, "Unterschrieben am", "Erfasst von", "Stand", "Entschieden am"],
    "mail": [*ASKED[:5], "Adresse", "Mail", "Grund", "Tag"],
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files() -> Iterator[None]:
    """Stored files do not roll back with the database."""
    yield
    for name in ("exports", "staging"):
        shutil.rmtree(Path(settings.PORTAL_FILES_DIR) / name, ignore_errors=True)


@pytest.fixture
def messengers(policy: Policy, cast: Cast) -> Policy:
    """A second text to confirm, whose title is one for spreadsheets to stumble over."""
    texts = [text("de", title=HOSTILE), text("en", title=HOSTILE)]
    return release(editor=cast.edda, approver=cast.falk, slug="messengers", texts=texts).policy


@pytest.fixture
def ben(messengers: Policy, cast: Cast) -> Employee:
    """Stands once in each list."""
    put_on_every_list(cast.ben, recorded_by=cast.hanna)
    return cast.ben


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LISTS)
def test_each_file_has_german_headings(name: str, kind: str, hr: Client, ben: Employee) -> None:
    assert shown(fetched(hr, name, kind), kind)[0] == HEADINGS[name]


@pytest.mark.parametrize("kind", KINDS)
def test_english_readers_get_english(kind: str, hr: Client, cast: Cast, ben: Employee) -> None:
    Employee.objects.filter(pk=cast.hanna.pk).update(language="en")
    content = fetched(hr, "reservations", kind)
    rows = read_csv(content, ",") if kind == "csv" else shown(content, kind)
    assert rows[0][-3:] == ["Answered", "Outcome", "Settled on"]
    assert rows[1][5] == "Social media"
    assert rows[1][-2] == "to be clarified"


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_are_those_of_the_page(kind: str, hr: Client, cast: Cast, ben: Employee) -> None:
    who = [ben.name, ben.personnel_number, "Customer service", "Hafenlicht GmbH", "Hamburg"]
    day, title = "2026-11-04", HOSTILE if kind == "xlsx" else f"'{HOSTILE}"
    assert shown(fetched(hr, "reservations", kind), kind)[1:] == [
        [*who, "Soziale Medien", "1.0", day, "zu klären", ""]
    ]
    assert shown(fetched(hr, "papers", kind), kind)[1:] == [
        [*who, title, "1.0", day, cast.hanna.name, "Wartet auf eine zweite Person", ""]
    ]
    assert shown(fetched(hr, "mail", kind), kind)[1:] == [
        [*who, "", "Neues Passwort", "keine dienstliche E-Mail-Adresse hinterlegt", day]
    ]


@pytest.mark.parametrize("name", LISTS)
def test_no_cell_of_any_file_starts_a_formula(name: str, hr: Client, ben: Employee) -> None:
    """E2: cells cannot start a formula."""
    Employee.objects.filter(pk=ben.pk).update(name=HOSTILE, personnel_number="@SUM(1)")
    Message.objects.update(address="+cmd()@hafenlicht.example", error="-2+3")
    text_cells = [cell for row in read_csv(fetched(hr, name)) for cell in row]
    assert f"'{HOSTILE}" in text_cells
    assert "'@SUM(1)" in text_cells
    assert not [cell for cell in text_cells if is_dangerous(cell)]
    cells = [cell for row in read_xlsx(fetched(hr, name, "xlsx")) for cell in row]
    assert HOSTILE in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert {cell.number_format for cell in cells if is_dangerous(str(cell.value))} == {"@"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LISTS)
def test_what_was_told_in_confidence_is_in_no_file(name: str, kind: str, hr: Client, ben: Employee) -> None:
    """K6: the reason is for the case, whose page notes at whom somebody looked; K8: so are note and scan."""
    told = {cell for row in shown(fetched(hr, name, kind), kind) for cell in row}
    assert not [cell for cell in told if REASON in cell or NOTE in cell or "sheet.png" in cell]


def test_settled_cases_are_a_file_of_their_own(hr: Client, cast: Cast, ben: Employee) -> None:
    settle_reservation(
        case=ReservationCase.objects.get(), outcome=ReservationOutcome.RECORDED, note="Talked.", by=cast.hanna
    )
    assert len(read_csv(fetched(hr, "reservations"))) == 1
    content = fetched(hr, "reservations", query="settled=1")
    assert read_csv(content)[1][-2:] == ["Der Vorbehalt bleibt vermerkt", "2026-11-04"]
    assert b"Talked." not in content


def test_decided_sheets_are_a_file_of_their_own(hr: Client, ben: Employee) -> None:
    confirm_paper(paper=PaperConfirmation.objects.get(), by=EmployeeFactory(roles=[Role.HR]))
    assert len(read_csv(fetched(hr, "papers"))) == 1
    assert read_csv(fetched(hr, "papers", query="decided=1"))[1][-2:] == ["Bestätigt", "2026-11-04"]


def test_mail_is_taken_along_whole_from_any_page_of_it(hr: Client, ben: Employee) -> None:
    refused_mail(ben)
    newest = Message.objects.undelivered().latest("pk")
    assert len(read_csv(fetched(hr, "mail", query=f"before={newest.pk}"))) == 3


def test_mail_to_somebody_erased_has_no_name(hr: Client, ben: Employee) -> None:
    Message.objects.update(recipient_ref="5d4f1a34-5c7e-4e0f-9a63-0d5a3c6c1b11")
    assert read_csv(fetched(hr, "mail"))[1][:5] == [""] * 5


def test_old_mail_is_in_the_file_no_longer_than_on_the_page(
    cast: Cast, ben: Employee, wednesday: time_machine.Traveller
) -> None:
    wednesday.shift(timedelta(days=31))
    hr = signed_in(Client(), cast.hanna)
    assert len(read_csv(fetched(hr, "mail"))) == 1


def test_days_are_those_of_the_reader(
    messengers: Policy, cast: Cast, wednesday: time_machine.Traveller
) -> None:
    wednesday.move_to(datetime(2026, 11, 4, 23, 30, tzinfo=UTC))
    put_on_every_list(cast.ben, recorded_by=cast.hanna)
    hr = signed_in(Client(), cast.hanna)
    for kind in KINDS:
        assert shown(fetched(hr, "reservations", kind), kind)[1][7] == "2026-11-05"
        assert shown(fetched(hr, "mail", kind), kind)[1][-1] == "2026-11-05"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LISTS)
def test_only_hr_gets_them(name: str, kind: str, cast: Cast, ben: Employee) -> None:
    address = f"/hr/{name}/list.{kind}"
    others = [role for role in Role if role != Role.HR]
    people = [cast.ben, cast.mara, EmployeeFactory(roles=others)]
    for person in people:
        client = signed_in(Client(), person)
        assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)
    assert Client().get(address).status_code == 302
    assert not AuditEvent.objects.filter(verb="person_data.viewed").exists()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LISTS)
def test_hr_of_one_entity_gets_the_people_of_that_entity(
    name: str, kind: str, hr: Client, cast: Cast, ben: Employee
) -> None:
    """P3: the reach of a role holds for every file."""
    elsewhere = EntityFactory(name="Hafenlicht Austria GmbH")
    helga, cornelia = (
        EmployeeFactory(name=name, entity=elsewhere) for name in ("Helga Gruber", "Cornelia Wien")
    )
    give_role(person=helga, role=Role.HR, by=None, entity=elsewhere)
    put_on_every_list(cornelia, recorded_by=cast.hanna)
    limited = signed_in(Client(), Employee.objects.get(pk=helga.pk))
    assert [row[0] for row in shown(fetched(limited, name, kind), kind)[1:]] == ["Cornelia Wien"]
    assert {row[0] for row in shown(fetched(hr, name, kind), kind)[1:]} == {"Cornelia Wien", ben.name}


@pytest.mark.parametrize(
    ("name", "query", "noted"),
    [
        ("reservations", "", {"list": "reservations-file", "filter": "open", "shown": 1}),
        ("reservations", "settled=1", {"list": "reservations-file", "filter": "settled", "shown": 0}),
        ("papers", "", {"list": "papers-file", "filter": "waiting", "shown": 1}),
        ("papers", "decided=1", {"list": "papers-file", "filter": "decided", "shown": 0}),
        ("mail", "", {"list": "mail-file", "shown": 1}),
    ],
)
@pytest.mark.usefixtures("ben")
def test_each_file_is_one_row_of_the_trail(
    name: str, query: str, noted: dict, hr: Client, cast: Cast
) -> None:
    for kind in KINDS:
        fetched(hr, name, kind, query)
    events = AuditEvent.objects.filter(verb="person_data.viewed")
    assert [(event.actor, event.details) for event in events] == [(cast.hanna.ref, noted)] * len(KINDS)


@pytest.mark.parametrize("name", LISTS)
def test_nothing_of_it_stays_in_a_cache(name: str, hr: Client, ben: Employee) -> None:
    for kind in KINDS:
        assert "no-store" in hr.get(f"/hr/{name}/list.{kind}")["Cache-Control"]


@pytest.mark.parametrize("name", LISTS)
def test_files_are_offered_where_there_is_something(name: str, hr: Client, policy: Policy) -> None:
    page = hr.get(f"/hr/{name}/").content.decode()
    assert f"/hr/{name}/list." not in page


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("reservations/", "reservations/list.csv?"),
        ("reservations/?settled=1", "reservations/list.xlsx?settled=1"),
        ("papers/", "papers/list.xlsx?"),
        ("papers/?decided=1", "papers/list.csv?decided=1"),
        ("mail/", "mail/list.csv?"),
    ],
)
def test_what_a_page_offers_is_its_own_part(
    address: str, offered: str, hr: Client, cast: Cast, ben: Employee
) -> None:
    if "settled" in address:
        case = ReservationCase.objects.get()
        settle_reservation(case=case, outcome=ReservationOutcome.RECORDED, note="Talked.", by=cast.hanna)
    if "decided" in address:
        confirm_paper(paper=PaperConfirmation.objects.get(), by=EmployeeFactory(roles=[Role.HR]))
    assert f'href="/hr/{offered}"' in hr.get(f"/hr/{address}").content.decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_is_made_by_a_job_and_is_the_same(
    name: str, kind: str, hr: Client, ben: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """J2: the person may leave; E3: each fetch is a row."""
    at_once = shown(fetched(hr, name, kind), kind)
    monkeypatch.setattr(files, "AT_ONCE_ROWS", 0)
    address = f"/hr/{name}/list.{kind}"
    page = hr.get(address).content.decode()
    assert "Diese Liste hat eine Zeile." in page
    assert f'href="/hr/{name}/" aria-current="page"' in page
    assert not Export.objects.exists()
    answer = hr.post(address)
    export = Export.objects.get()
    execute(export.job_id)
    assert answer.url == f"/hr/exports/{export.ref}/"
    content = b"".join(hr.get(f"{answer.url}download/").streaming_content)
    assert shown(content, kind) == at_once
    assert AuditEvent.objects.filter(verb="export.downloaded").count() == 1


@pytest.mark.parametrize("name", LISTS)
def test_whoever_lost_the_role_meanwhile_gets_no_long_list(
    name: str, hr: Client, cast: Cast, ben: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E3: what is made later asks for permission again."""
    monkeypatch.setattr(files, "AT_ONCE_ROWS", 0)
    hr.post(f"/hr/{name}/list.csv")
    take_role(person=cast.hanna, role=Role.HR, by=None)
    execute(Export.objects.get().job_id)
    assert Export.objects.select_related("job").get().job.error == "not_permitted"


def test_the_settled_part_is_what_a_job_makes_too(
    hr: Client, cast: Cast, ben: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ReservationCase.objects.get()
    settle_reservation(case=case, outcome=ReservationOutcome.RECORDED, note="Talked.", by=cast.hanna)
    monkeypatch.setattr(files, "AT_ONCE_ROWS", 0)
    hr.post("/hr/reservations/list.csv?settled=1")
    execute(Export.objects.get().job_id)
    assert Export.objects.get().rows == 1
