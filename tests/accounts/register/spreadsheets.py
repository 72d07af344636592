"""Lists of accounts as people upload them, and the way of one into the register."""

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook

from accounts.people.models import Employee
from accounts.register.lists.columns import FIELDS
from accounts.register.models import AccountList
from accounts.register.operations import lists
from portal.jobs.models import Job
from portal.jobs.running import execute

NAMES = tuple(field.name for field in FIELDS)
GERMAN = tuple(field.german for field in FIELDS)
ENGLISH = tuple(field.english for field in FIELDS)


def row(handle: str = "@hafenlicht", **facts: Any) -> list[Any]:
    """One row under all headings: Ada owns the account, Mara stands in; nothing else is said."""
    given = {"platform": "Bildnetz", "handle": handle, "purpose": "News", "owner": "ada", "deputy": "mara"}
    return [{**given, **facts}.get(name, "") for name in NAMES]


def empty(handle: str = "@hafenlicht", **facts: Any) -> list[Any]:
    """A row that only says which account it is about, and `facts`."""
    return row(handle, **{"purpose": "", "owner": "", "deputy": "", **facts})


def csv_of(
    *rows: Sequence[Any],
    headings: Sequence[str] = GERMAN,
    separator: str = ";",
    encoding: str = "utf-8-sig",
) -> bytes:
    lines = [separator.join(f'"{cell}"' if cell != "" else "" for cell in line) for line in (headings, *rows)]
    return "\r\n".join([*lines, ""]).encode(encoding)


def xlsx_of(*rows: Sequence[Any], headings: Sequence[str] = GERMAN) -> bytes:
    book = Workbook()
    assert book.active is not None
    for line in (headings, *rows):
        book.active.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def carry_out() -> None:
    """Do what is queued for lists."""
    kinds = ("register.check_list", "register.apply_list", "register.tidy_lists")
    for job in Job.objects.filter(kind__in=kinds, state="queued").order_by("pk"):
        execute(job.pk)


def uploaded(content: bytes, by: Employee, name: str = "accounts.csv") -> AccountList:
    return lists.upload(file=ContentFile(content, name=name), name=name, by=by)


def checked(content: bytes, by: Employee, status_of_new: str = "planned", **choice: Any) -> AccountList:
    """Uploaded, columns as guessed, and checked by the job."""
    found = uploaded(content, by)
    choice = {"mapping": found.mapping, "entity": None, "status_of_new": status_of_new, **choice}
    lists.choose_columns(account_list=found, by=by, **choice)
    carry_out()
    found.refresh_from_db()
    return found


def applied(found: AccountList, by: Employee) -> AccountList:
    """Carried out by the job; refused rows are left out."""
    lists.start_apply(account_list=found, leave_out_refused=True, by=by)
    carry_out()
    found.refresh_from_db()
    return found


def brought_in(content: bytes, by: Employee, **choice: Any) -> AccountList:
    return applied(checked(content, by, **choice), by)


def reasons(found: AccountList) -> dict[int, list[tuple[str, str]]]:
    """What was refused: column and slug, by the number of the row."""
    refused = found.rows.refused().order_by("number")
    return {row.number: [(reason["column"], reason["slug"]) for reason in row.reasons] for row in refused}


def verdicts(found: AccountList) -> dict[str, str]:
    return dict(found.rows.values_list("handle", "verdict"))
