"""One row as it is staged: plain, because a model instance for each of 100 000 costs half a minute."""

from dataclasses import dataclass, field, fields
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid4

from accounts.imports.choices import Verdict


@dataclass(slots=True)
class Staged:
    """What will be one `ImportedRow`; the names are those of its columns."""

    people_import_id: int
    number: int
    employee_id: int | None = None
    was: dict[str, Any] | None = None
    in_file: bool = True
    verdict: str = Verdict.REFUSED.value
    reasons: list[dict[str, Any]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    moved: bool = False
    ref: UUID = field(default_factory=uuid4)
    login_id: str = ""
    name: str = ""
    name_folded: str = ""
    email: str | None = None
    personnel_number: str = ""
    language: str = ""
    entity_id: int | None = None
    department_id: int | None = None
    location_id: int | None = None
    employment: str = ""
    hired_on: date | None = None
    leaves_on: date | None = None
    left_on: date | None = None
    manager_id: int | None = None
    deputy_id: int | None = None
    sponsor_id: int | None = None
    manager_row: int | None = None
    deputy_row: int | None = None
    sponsor_row: int | None = None
    new_department: str = ""
    new_location: str = ""


COLUMNS = tuple(one.name for one in fields(Staged))
values_of = attrgetter(*COLUMNS)
