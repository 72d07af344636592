"""Long lists as files: asked for, written by a job, fetched; and everything that can come between."""

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import give_role, take_role
from guidelines.policies.models import AcknowledgementRequest
from portal.audit.models import AuditEvent
from portal.jobs.choices import JobState
from portal.jobs.running import Cancelled, execute
from portal.mail.models import Message
from reports.dashboards.columns import REQUESTS, facts_of
from reports.dashboards.views import files
from reports.exports.choices import Kind
from reports.exports.jobs import expire_bundles
from reports.exports.models import Export
from reports.exports.operations import cancel_export, start_list
from reports.exports.sheets import CsvSheet
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, signed_in
from tests.jobs_tools import drain

LIST = "/hr/acknowledgements/"


class Run:
    def progress(self, done: int, total: int) -> None:
        pass


HOSTILE = ["=cmd|' /C calc'!A0", "\u202eevil", "N" * 300, "@SUM(1)"]


@pytest.fixture(autouse=True)
def own_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lists of more than three rows are long; stored files do not roll back with the database."""
    monkeypatch.setattr(files, "AT_ONCE_ROWS", 3)
    yield
    for name in ("exports", "staging"):
        shutil.rmtree(Path(settings.PORTAL_FILES_DIR) / name, ignore_errors=True)


@pytest.fixture
def many(asked: AcknowledgementRequest) -> int:
    """More people than are written at once."""
    for name in HOSTILE:
        EmployeeFactory(name=name)
    return AcknowledgementRequest.objects.count()


def ask(hr: Client, kind: str = "csv", query: str = "state=any") -> Export:
    answer = hr.post(f"{LIST}list.{kind}?{query}")
    assert answer.status_code == 302, answer.status_code
    return Export.objects.select_related("job", "requested_by").get(ref=answer.url.split("/")[-2])


def done(export: Export) -> Export:
    execute(export.job_id)
    return Export.objects.select_related("job", "requested_by").get(pk=export.pk)


def fetched(hr: Client, export: Export) -> bytes:
    return b"".join(hr.get(f"/hr/exports/{export.ref}/download/").streaming_content)


def stored(export: Export) -> list[str]:
    try:
        return storages["exports"].listdir(str(export.ref))[1]
    except FileNotFoundError:
        return []


def test_a_short_list_is_there_at_once(hr: Client, asked: AcknowledgementRequest) -> None:
    answer = hr.get(f"{LIST}list.csv?state=any&q=Ben")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert not Export.objects.exists()


def test_a_long_list_says_so_and_starts_nothing_by_itself(hr: Client, many: int) -> None:
    answer = hr.get(f"{LIST}list.xlsx?state=any")
    assert answer.status_code == 200
    assert answer.context["rows"] == many
    assert 'action="?state=any"' in answer.content.decode()
    assert not Export.objects.exists()


def test_it_is_made_told_of_and_fetched(hr: Client, cast: Cast, many: int) -> None:
    """J2: the person may leave; E3: each fetch is a row."""
    export = ask(hr)
    drain()
    export.refresh_from_db()
    assert (export.state, export.rows) == (JobState.READY, many)
    assert Message.objects.get(kind="exports.list_ready").recipient_ref == cast.hanna.ref
    page = hr.get(f"/hr/exports/{export.ref}/").content.decode()
    assert f"{many} Zeilen" in page
    assert "Bündel" not in page
    rows = list(csv.reader(io.StringIO(fetched(hr, export).decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == many + 1
    verbs = AuditEvent.objects.filter(object_id=str(export.ref)).order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == [
        "export.list_requested",
        "export.list_ready",
        "export.downloaded",
    ]
    assert export.downloads.get().employee == cast.hanna
    assert AuditEvent.objects.filter(verb="person_data.viewed", canonical__contains='"export"').count() == 1


def test_no_cell_of_either_file_starts_a_formula(hr: Client, many: int) -> None:
    """E2"""
    sheet, text = done(ask(hr, "xlsx")), done(ask(hr))
    cells = [row[0] for row in load_workbook(io.BytesIO(fetched(hr, sheet))).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert set(HOSTILE) <= {cell.value for cell in cells}
    names = {row[0] for row in csv.reader(io.StringIO(fetched(hr, text).decode("utf-8-sig")), delimiter=";")}
    assert {f"'{HOSTILE[0]}", f"'{HOSTILE[3]}"} <= names


def test_the_filter_and_the_order_are_those_of_the_list(hr: Client, many: int) -> None:
    export = done(ask(hr, query="state=any&sort=-asked"))
    rows = list(csv.reader(io.StringIO(fetched(hr, export).decode("utf-8-sig")), delimiter=";"))
    newest = AcknowledgementRequest.objects.order_by("-asked_at", "-pk").first()
    assert rows[1][0].removeprefix("'") == newest.employee.name


def test_the_same_list_in_two_tabs_is_made_once(hr: Client, many: int) -> None:
    """E1"""
    assert ask(hr) == ask(hr)
    assert ask(hr, "xlsx") != ask(hr)
    assert Export.objects.count() == 2


def test_a_worker_that_breaks_off_is_followed_by_another_and_leaves_one_file(
    hr: Client, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E1, J1: one file, nothing missing, nothing twice."""
    export, original = ask(hr), CsvSheet.add
    calls: list[int] = []

    def breaks(sheet: CsvSheet, row: object) -> None:
        calls.append(1)
        if len(calls) == many - 1:
            raise ConnectionError
        original(sheet, row)

    with monkeypatch.context() as patch:
        patch.setattr(CsvSheet, "add", breaks)
        execute(export.job_id)
    assert (done(export).state, stored(export)) == (JobState.QUEUED, [])
    with time_machine.travel(export.requested_at + timedelta(hours=1)):
        export = done(export)
        execute(export.job_id)
    assert (export.state, len(stored(export)), export.rows) == (JobState.READY, 1, many)


def test_a_cancelled_list_leaves_nothing(
    hr: Client, cast: Cast, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """J2"""
    export, original = ask(hr), CsvSheet.add
    monkeypatch.setattr("reports.exports.building.HEARTBEAT_SECONDS", 0)

    def cancelled_meanwhile(sheet: CsvSheet, row: object) -> None:
        if Export.objects.get(pk=export.pk).job.is_alive:
            cancel_export(export=export, by=cast.hanna)
        original(sheet, row)

    monkeypatch.setattr(CsvSheet, "add", cancelled_meanwhile)
    assert (done(export).state, stored(export)) == (JobState.CANCELLED, [])
    assert Cancelled.__name__ not in Export.objects.get().job.error
    assert not Message.objects.of_kind("exports.list_ready").exists()


def test_whoever_lost_the_role_gets_neither_a_file_nor_the_old_one(hr: Client, cast: Cast, many: int) -> None:
    """E3: a download checks permission again."""
    ready, waiting = done(ask(hr)), ask(hr, "xlsx")
    take_role(person=cast.hanna, role=Role.HR, by=None)
    assert done(waiting).job.error == "not_permitted"
    assert stored(waiting) == []
    assert hr.get(f"/hr/exports/{ready.ref}/download/").status_code in (302, 403)
    assert not ready.downloads.exists()


def test_hr_of_one_entity_gets_the_people_of_that_entity(many: int) -> None:
    """P3: the reach of a role is asked anew when the file is made."""
    elsewhere = EntityFactory(name="Hafenlicht Austria GmbH")
    helga = EmployeeFactory(name="Helga Gruber", entity=elsewhere)
    give_role(person=helga, role=Role.HR, by=None, entity=elsewhere)
    helga = Employee.objects.get(pk=helga.pk)
    facts = facts_of("state=any", timezone.localdate())
    export = done(start_list(name=REQUESTS, kind=Kind.CSV, facts=facts, rows=1, by=helga))
    assert (export.state, export.rows) == (JobState.READY, 1)
    assert b"Helga Gruber" in fetched(signed_in(Client(), helga), export)


def test_it_expires_with_what_was_typed_to_find_people(hr: Client, many: int) -> None:
    """E3"""
    export = done(ask(hr))
    with time_machine.travel(export.expires_at + timedelta(minutes=1)):
        assert expire_bundles(Run()) == {"expired": 1}
    export.refresh_from_db()
    assert (stored(export), export.filter) == ([], {})
    assert export.sha256
    answer = hr.get(f"/hr/exports/{export.ref}/download/")
    assert answer.url.endswith(f"/hr/exports/{export.ref}/")
    assert hr.get(answer.url).status_code == 200


def test_a_filter_that_fits_nothing_any_more_is_explained(
    hr: Client, cast: Cast, asked: AcknowledgementRequest
) -> None:
    facts = facts_of("policy=999999", asked.asked_on)
    export = done(start_list(name=REQUESTS, kind=Kind.CSV, facts=facts, rows=1, by=cast.hanna))
    assert (export.state, export.job.error) == (JobState.FAILED, "filter_outdated")
    page = hr.get(f"/hr/exports/{export.ref}/").content.decode()
    assert "Ein Filter dieser Liste trifft auf nichts mehr zu." in page


def test_a_list_that_never_came_about_forgets_what_was_typed_too(
    hr: Client, cast: Cast, asked: AcknowledgementRequest
) -> None:
    """E3: it may be somebody's name."""
    facts = facts_of("policy=999999&q=Ben", asked.asked_on)
    export = done(start_list(name=REQUESTS, kind=Kind.CSV, facts=facts, rows=1, by=cast.hanna))
    assert expire_bundles(Run()) == {"expired": 0}
    export.refresh_from_db()
    assert "Ben" in export.filter["query"]
    with time_machine.travel(export.requested_at + timedelta(days=settings.EXPORT_VALID_DAYS, minutes=1)):
        expire_bundles(Run())
    export.refresh_from_db()
    assert (export.filter, export.state) == ({}, JobState.EXPIRED)
    assert hr.get(f"/hr/exports/{export.ref}/").status_code == 200
    assert hr.post(f"/hr/exports/{export.ref}/retry/").status_code == 302
