"""Import of many people: reading, checking, applying and asking them, against adding people one by one.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/imports.py --people 100000
"""

import argparse
import os
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.imports import operations
from accounts.imports.models import ImportedRow, PeopleImport
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import change_details, hire
from bench.database import fresh_database
from guidelines.policies.models import AcknowledgementRequest
from portal.jobs.running import execute
from tests.factories.people import EmployeeFactory, OrganisationFactory, department
from tests.factories.policies import release

DEPARTMENTS, GUIDELINES = 50, 3
HEADINGS = "Personalnummer;Name;E-Mail;Abteilung;Standort;Führungskraft;Sprache;Eintritt"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--one-by-one", type=int, default=100, help="people added without an import")
    given = options.parse_args()
    fresh_database()
    hr = prepare()
    single = one_by_one(hr, given.one_by_one)
    print(f"one by one: {single * 1000:.1f} ms a person; {GUIDELINES} guidelines ask everybody")
    base = resident()
    print(f"{'':28}{'s':>8}{'µs a row':>10}{'ratio':>8}")
    first = bring_in(hr, file_of(given.people), "new people", single)
    bring_in(hr, file_of(given.people), "the same file again", single)
    moved = file_of(given.people, shift=1, moving=1000)
    bring_in(hr, moved, "1,000 move", changed_one_by_one(hr), rows=1000)
    print(f"undo of the last: {undo(PeopleImport.objects.last_applied(), hr):.1f} s")
    print(f"memory at most {resident() / 1024:.0f} MB ({base / 1024:.0f} MB before)")
    asked = AcknowledgementRequest.objects.open().count()
    print(f"{Employee.objects.count()} people, {asked} open requests, {first} rows imported")


def prepare() -> Employee:
    OrganisationFactory()
    editor, approver = EmployeeFactory(roles=[Role.EDITOR]), EmployeeFactory(roles=[Role.APPROVER])
    hr = EmployeeFactory(roles=[Role.HR])
    for n in range(GUIDELINES):
        release(editor=editor, approver=approver, slug=f"policy-{n}")
    for n in range(DEPARTMENTS):
        department(f"Abteilung {n}")
    return hr


def file_of(people: int, shift: int = 0, moving: int = 0) -> bytes:
    """People in teams of ten, whose leads stand in the same file."""
    lines = [HEADINGS]
    for n in range(people):
        room = (n + (shift if n < moving else 0)) % DEPARTMENTS
        lead = f"B{n - n % 10}" if n % 10 else ""
        lines.append(
            f"B{n};Person Übung {n};p{n}@bench.example;Abteilung {room};Hamburg;{lead};de;01.03.2024"
        )
    return "\r\n".join(lines).encode("cp1252")


def bring_in(hr: Employee, content: bytes, name: str, single: float, rows: int | None = None) -> int:
    """One whole import; `rows` is by how many it is divided."""
    started = time.perf_counter()
    found = operations.upload(file=ContentFile(content, name="people.csv"), name="people.csv", by=hr)
    found = operations.choose_columns(
        people_import=found, mapping=found.mapping, entity=hr.entity, complete_for=[], create_places=False,
        like=None, by=hr,
    )  # fmt: skip
    execute(found.job_id)
    found.refresh_from_db()
    checked = time.perf_counter()
    count = ImportedRow.objects.filter(people_import=found).count()
    line(f"{name}: read and check", checked - started, count, single)
    if found.rows.doing().exists():
        found = operations.start_apply(people_import=found, leavers=None, leave_out_refused=False, by=hr)
        execute(found.job_id)
        found.refresh_from_db()
        assert found.state == "applied", (found.state, found.reason)
        line(f"{name}: apply", time.perf_counter() - checked, rows or count, single)
    line(f"{name}: altogether", time.perf_counter() - started, rows or count, single)
    return count


def undo(found: PeopleImport | None, hr: Employee) -> float:
    assert found is not None
    started = time.perf_counter()
    found = operations.start_undo(people_import=found, by=hr)
    execute(found.job_id)
    found.refresh_from_db()
    assert found.state == "undone", found.reason
    return time.perf_counter() - started


def one_by_one(hr: Employee, people: int) -> float:
    """Seconds a person by the form's own operation."""
    facts = {"language": "de", "entity": hr.entity, "department": hr.department, "location": hr.location}
    started = time.perf_counter()
    for n in range(people):
        hire(by=hr, name=f"Single {n}", email=f"s{n}@bench.example", personnel_number=f"S{n}", **facts)
    return (time.perf_counter() - started) / people


def changed_one_by_one(hr: Employee) -> float:
    people = list(Employee.objects.filter(personnel_number__startswith="S"))
    elsewhere = department("Abteilung 7")
    started = time.perf_counter()
    with transaction.atomic():
        for person in people:
            change_details(person=person, by=hr, department=elsewhere)
        transaction.set_rollback(True)
    return (time.perf_counter() - started) / len(people)


def line(name: str, seconds: float, rows: int, single: float) -> None:
    each = seconds / rows
    print(f"{name:28}{seconds:8.1f}{each * 1e6:10.0f}{single / each:8.1f}", flush=True)


def resident() -> int:
    """The most kilobytes this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
