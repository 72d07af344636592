"""The list of people as CSV and XLSX: what the page filters, what HR reaches, and never a planned leaving."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.people.choices import Role, Status
from accounts.people.models import Employee
from accounts.people.operations import give_role, take_role
from portal.audit.models import AuditEvent
from portal.jobs.running import execute
from portal.mail.models import Message
from reports.dashboards.views import files
from reports.exports.models import Export
from reports.exports.sheets import is_dangerous
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, signed_in
from tests.reports.dashboards.listed import HOSTILE, fetched, read_csv, read_xlsx, shown

KINDS = ("csv", "xlsx")
PAGE = "/people/"
HEADINGS = [
    "Name", "Personalnummer", "Abteilung", "Gesellschaft", "Standort", "Dienstliche E-Mail-Adresse",
    "Sprache", "Führungskraft", "Beschäftigung", "Verantwortlich im Haus", "Eingetreten am", "Status",
]  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday")]


@pytest.fixture(autouse=True)
def own_files() -> Iterator[None]:
    """Stored files do not roll back with the database."""
    yield
    for name in ("exports", "staging"):
        shutil.rmtree(Path(settings.PORTAL_FILES_DIR) / name, ignore_errors=True)


@pytest.fixture
def nadia(cast: Cast) -> Employee:
    return EmployeeFactory(
        name="Nadia Sommer",
        personnel_number="4711",
        email="nadia.sommer@hafenlicht.example",
        manager=cast.mara,
        hired_on=date(2024, 3, 1),
        leaves_on=date(2026, 12, 24),
    )


def names(content: bytes) -> list[str]:
    return [row[0] for row in read_csv(content)[1:]]


@pytest.mark.parametrize("kind", KINDS)
def test_both_files_say_the_same_in_the_readers_language(kind: str, hr: Client, nadia: Employee) -> None:
    rows = shown(fetched(hr, "people", kind, "q=Nadia"), kind)
    who = [nadia.name, "4711", nadia.department.name, nadia.entity.name, nadia.location.name, nadia.email]
    assert rows == [
        HEADINGS,
        [*who, "Deutsch", "Mara Iversen", "Hier angestellt", "", "2024-03-01", "Aktiv"],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_planned_leaving_is_in_no_file(kind: str, hr: Client, nadia: Employee) -> None:
    """P1: what is planned does not leave the portal before it takes effect."""
    told = {cell for row in shown(fetched(hr, "people", kind), kind) for cell in row}
    assert not [cell for cell in told if "2026-12-24" in cell]


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_starts_a_formula(kind: str, hr: Client, nadia: Employee) -> None:
    """E2: cells cannot start a formula."""
    Employee.objects.filter(pk=nadia.pk).update(
        name=HOSTILE, personnel_number="@SUM(1)", email="+a@b.example"
    )
    content = fetched(hr, "people", kind)
    if kind == "csv":
        cells = [cell for row in read_csv(content) for cell in row]
        assert {f"'{HOSTILE}", "'@SUM(1)", "'+a@b.example"} <= set(cells)
        assert not [cell for cell in cells if is_dangerous(cell)]
        return
    sheet = [cell for row in read_xlsx(content) for cell in row]
    assert {HOSTILE, "@SUM(1)", "+a@b.example"} <= {cell.value for cell in sheet}
    assert "f" not in {cell.data_type for cell in sheet}
    assert {cell.number_format for cell in sheet if is_dangerous(str(cell.value))} == {"@"}


def test_the_file_holds_whom_the_page_lists(hr: Client, cast: Cast, nadia: Employee) -> None:
    EmployeeFactory(name="Gone Gunther", status=Status.LEFT, is_active=False, left_on=date(2026, 10, 31))
    for query in ("", "q=nad", "role=hr", "status=left", f"department={nadia.department_id}"):
        page = [person.name for person in hr.get(f"{PAGE}?{query}").context["people"]]
        assert page, query
        assert names(fetched(hr, "people", query=query)) == page
    assert names(fetched(hr, "people", query="status=left")) == ["Gone Gunther"]


def test_the_whole_list_is_taken_from_any_page_of_it(hr: Client, nadia: Employee) -> None:
    assert names(fetched(hr, "people", query=f"after={nadia.ref}")) == names(fetched(hr, "people"))


def test_a_filter_that_fits_nothing_any_more_leads_back(hr: Client) -> None:
    answer = hr.get("/hr/people/list.csv?department=999999")
    assert (answer.status_code, answer.url) == (302, f"{PAGE}?department=999999")


@pytest.mark.parametrize("kind", KINDS)
def test_hr_of_one_entity_gets_the_people_of_that_entity(
    kind: str, hr: Client, cast: Cast, nadia: Employee
) -> None:
    """P3: the reach of a role holds for the file, whatever else its holder may manage."""
    elsewhere = EntityFactory(name="Hafenlicht Austria GmbH")
    helga = EmployeeFactory(name="Helga Gruber", entity=elsewhere)
    give_role(person=helga, role=Role.HR, by=None, entity=elsewhere)
    give_role(person=helga, role=Role.SYSTEM_ADMIN, by=None)
    limited = signed_in(Client(), Employee.objects.get(pk=helga.pk))
    assert nadia.name in limited.get(f"{PAGE}?q=Nadia").content.decode()
    assert [row[0] for row in shown(fetched(limited, "people", kind), kind)[1:]] == ["Helga Gruber"]
    assert {"Helga Gruber", nadia.name} <= {row[0] for row in shown(fetched(hr, "people", kind), kind)[1:]}


@pytest.mark.parametrize("kind", KINDS)
def test_only_hr_gets_it_and_is_offered_it(kind: str, hr: Client, cast: Cast) -> None:
    address = f"/hr/people/list.{kind}"
    others = EmployeeFactory(roles=[role for role in Role if role != Role.HR])
    for person in (cast.ben, cast.mara, cast.ines, others):
        client = signed_in(Client(), person)
        assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)
    assert address not in signed_in(Client(), cast.ines).get(PAGE).content.decode()
    assert f'href="{address}?q=Hanna"' in hr.get(f"{PAGE}?q=Hanna&status=").content.decode()
    assert address not in hr.get(f"{PAGE}?q=nobody-at-all").content.decode()
    assert not AuditEvent.objects.filter(verb="person_data.viewed").exists()


def test_each_file_is_one_row_of_the_trail_that_names_nobody(hr: Client, cast: Cast, nadia: Employee) -> None:
    for kind in KINDS:
        fetched(hr, "people", kind, "q=Nadia&status=active")
    for event in AuditEvent.objects.filter(verb="person_data.viewed"):
        assert event.actor == cast.hanna.ref
        assert {name: event.details[name] for name in ("list", "filter", "shown")} == {
            "list": "people-file",
            "filter": "q=*;status=active",
            "shown": 1,
        }
        assert "Nadia" not in event.canonical
    assert AuditEvent.objects.filter(verb="person_data.viewed").count() == len(KINDS)


def test_nothing_of_it_stays_in_a_cache(hr: Client) -> None:
    for kind in KINDS:
        assert "no-store" in hr.get(f"/hr/people/list.{kind}")["Cache-Control"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_list_is_made_by_a_job_and_is_the_same(
    kind: str, hr: Client, nadia: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """J2: the person may leave; E3: each fetch is a row."""
    at_once = shown(fetched(hr, "people", kind, "q=nad"), kind)
    monkeypatch.setattr(files, "AT_ONCE_ROWS", 0)
    address = f"/hr/people/list.{kind}?q=nad"
    assert "Diese Liste hat eine Zeile." in hr.get(address).content.decode()
    assert not Export.objects.exists()
    answer = hr.post(address)
    export = Export.objects.get()
    execute(export.job_id)
    content = b"".join(hr.get(f"{answer.url}download/").streaming_content)
    assert shown(content, kind) == at_once
    assert AuditEvent.objects.filter(verb="export.downloaded").count() == 1
    assert Message.objects.filter(kind="exports.list_ready").count() == 1


def test_whoever_lost_the_role_meanwhile_gets_no_long_list(
    hr: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E3: what is made later asks for permission again."""
    monkeypatch.setattr(files, "AT_ONCE_ROWS", 0)
    hr.post("/hr/people/list.csv")
    take_role(person=cast.hanna, role=Role.HR, by=None)
    execute(Export.objects.get().job_id)
    assert Export.objects.select_related("job").get().job.error == "not_permitted"


def test_a_job_reaches_no_further_than_the_role_does_by_then(
    hr: Client, cast: Cast, nadia: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E3, P3: a role that was narrowed meanwhile narrows the file."""
    monkeypatch.setattr(files, "AT_ONCE_ROWS", 0)
    answer = hr.post("/hr/people/list.csv")
    take_role(person=cast.hanna, role=Role.HR, by=None)
    elsewhere = EntityFactory(name="Hafenlicht Austria GmbH")
    EmployeeFactory(name="Helga Gruber", entity=elsewhere)
    give_role(person=cast.hanna, role=Role.HR, by=None, entity=elsewhere)
    execute(Export.objects.get().job_id)
    limited = signed_in(Client(), Employee.objects.get(pk=cast.hanna.pk))
    content = b"".join(limited.get(f"{answer.url}download/").streaming_content)
    assert names(content) == ["Helga Gruber"]
