"""Who could show what on which day: one query for one person or for everybody (T1)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.people.models import Employee
from training.assignments.models import Completion

COLUMNS = (
    "employee",
    "ref",
    "course",
    "course__slug",
    "requirement",
    "version",
    "version__major",
    "version__minor",
    "basis",
    "valid_from",
    "valid_until",
    "certificate__serial",
    "record__canonical",
)


@dataclass(frozen=True)
class Proof:
    """One completion that counted on the day that was asked for. Rows are named by their primary keys.

    `version_number` is "" for what an earlier system kept no version of; `requirement` is None for what was
    done of one's own accord; `serial` is "" until a certificate is issued.
    """

    person: int
    completion: UUID
    course: int
    course_slug: str
    requirement: int | None
    version: int | None
    version_number: str
    basis: str
    valid_from: date
    valid_until: date | None
    serial: str
    # Which released guidelines its lessons showed: slug → (version, SHA-256); none once it is erased.
    guidelines: dict[str, tuple[str, str]] = field(default_factory=dict)


def proof_on(people: QuerySet[Employee] | Iterable[int] | None, day: date) -> Iterator[Proof]:
    """What counted on `day`, today or years ago, by person and course; None means everybody.

    The newest proof of a requirement comes first: on a day on which two overlap, both are shown.
    """
    found = Completion.objects.valid_on(day)
    if people is not None:
        found = found.filter(
            employee__in=people.values("pk") if isinstance(people, QuerySet) else list(people)
        )
    ordered = found.order_by("employee", "course__slug", "-valid_from", "-pk")
    for row in ordered.values_list(*COLUMNS):
        yield _proof(dict(zip(COLUMNS, row, strict=True)))


def _proof(row: dict[str, Any]) -> Proof:
    known = row["version"] is not None
    return Proof(
        person=row["employee"],
        completion=row["ref"],
        course=row["course"],
        course_slug=row["course__slug"],
        requirement=row["requirement"],
        version=row["version"],
        version_number=f"{row['version__major']}.{row['version__minor']}" if known else "",
        basis=row["basis"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        serial=row["certificate__serial"] or "",
        guidelines=_shown(row["record__canonical"]),
    )


def _shown(canonical: str | None) -> dict[str, tuple[str, str]]:
    shown = json.loads(canonical).get("guidelines", {}) if canonical else {}
    return {slug: (facts[0], facts[1]) for slug, facts in shown.items()}
