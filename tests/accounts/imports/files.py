"""Files as people upload them, and the way of one through the whole import."""

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook

from accounts.imports import operations
from accounts.imports.columns import guess
from accounts.imports.models import PeopleImport
from accounts.people.models import Employee, Entity
from portal.jobs.models import Job
from portal.jobs.running import execute
from tests.factories.people import COMPANY

HEADINGS = ("Personalnummer", "Name", "E-Mail", "Abteilung", "Standort", "Führungskraft", "Austritt")
Cells = Sequence[Any]


def row(number: str, name: str = "Kim Neu", **facts: Any) -> list[Any]:
    """One row under `HEADINGS`."""
    given = {"email": f"{number}@neu.example", "department": COMPANY, "location": "Hamburg", **facts}
    return [
        number,
        name,
        given["email"],
        given["department"],
        given["location"],
        given.get("manager", ""),
        given.get("leaves_on", ""),
    ]


def row_of(person: Employee, **facts: Any) -> list[Any]:
    """What a file says that agrees with what is on record."""
    known = {
        "email": person.email or "",
        "department": person.department.name,
        "location": person.location.name,
        "manager": person.manager.personnel_number if person.manager else "",
        "leaves_on": person.leaves_on.isoformat() if person.leaves_on else "",
        "name": person.name,
        **facts,
    }
    return row(person.personnel_number, **known)


def csv_of(
    rows: Sequence[Cells], headings: Cells = HEADINGS, separator: str = ";", encoding: str = "utf-8-sig"
) -> bytes:
    lines = [separator.join(f'"{cell}"' if cell else "" for cell in line) for line in (headings, *rows)]
    return "\r\n".join([*lines, ""]).encode(encoding)


def xlsx_of(rows: Sequence[Cells], headings: Cells = HEADINGS) -> bytes:
    book = Workbook()
    assert book.active is not None
    for line in (headings, *rows):
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def carry_out() -> None:
    """Do what is queued for imports; mails and PDFs that others caused stay where they are."""
    for job in Job.objects.filter(kind__startswith="imports.", state="queued").order_by("pk"):
        execute(job.pk)


def uploaded(content: bytes, by: Employee, name: str = "people.csv") -> PeopleImport:
    return operations.upload(file=ContentFile(content, name=name), name=name, by=by)


def checked(content: bytes, by: Employee, *, complete: bool = False, **options: Any) -> PeopleImport:
    """Uploaded, columns as guessed, and checked by the job."""
    people_import = uploaded(content, by)
    company = Entity.objects.get(name=COMPANY)
    operations.choose_columns(
        people_import=people_import,
        mapping=guess(people_import.shape["headings"], {}),
        entity=company,
        complete_for=[company] if complete else [],
        create_places=options.get("create_places", False),
        like=options.get("like"),
        by=by,
    )
    carry_out()
    people_import.refresh_from_db()
    return people_import


def applied(people_import: PeopleImport, by: Employee, leavers: int | None = None) -> PeopleImport:
    """Carried out by the job; refused rows are left out."""
    operations.start_apply(people_import=people_import, leavers=leavers, leave_out_refused=True, by=by)
    carry_out()
    people_import.refresh_from_db()
    return people_import


def undone(people_import: PeopleImport, by: Employee) -> PeopleImport:
    operations.start_undo(people_import=people_import, by=by)
    carry_out()
    people_import.refresh_from_db()
    return people_import


def reasons(people_import: PeopleImport) -> dict[int, list[str]]:
    """Slugs of refused rows by the number of their row."""
    refused = people_import.rows.refused().order_by("number")
    return {found.number: [reason["slug"] for reason in found.reasons] for found in refused}


def verdicts(people_import: PeopleImport) -> dict[str, str]:
    """Verdict by personnel number."""
    return dict(people_import.rows.values_list("personnel_number", "verdict"))
