"""The register of moderation with many cases: its board, its list and one case, beside the same with few.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/moderation.py --cases 20000
"""

import argparse
import os
import sys
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.models import Employee
from bench.database import fresh_database
from bench.hr_lists import median
from guidelines.moderation.models import ModerationCase, ModerationDecision, Outsider
from tests.factories.moderation import case, decided
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.factories.register import sound_account

FEW = 20
WAITING = 20  # of a hundred


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=20_000)
    wanted = options.parse_args().cases
    fresh_database()
    cast, lena = Cast(), EmployeeFactory(roles=[Role.LEGAL])
    account = sound_account(cast)
    waiting = case(account, by=cast.ada)
    settled = case(account, by=cast.ada, link="https://bildnetz.example/p/78")
    decided(settled, by=cast.ada)
    settled.refresh_from_db()
    fill(FEW, waiting, settled)
    few = pages(lena, waiting)
    fill(wanted, waiting, settled)
    many = pages(lena, waiting)
    for name, (seconds, queries) in many.items():
        before, least = few[name]
        print(
            f"{name}: {seconds * 1000:.0f} ms, {queries} queries; with {FEW} cases {before * 1000:.0f} ms, ",
            end="",
        )
        print(f"{least} queries; {seconds / before:.2f} times")


def fill(count: int, waiting: ModerationCase, settled: ModerationCase) -> None:
    """So many cases of as many authors, by hand: the operations have a test of their own."""
    sealed = Outsider.objects.get(pk=waiting.author_id).sealed
    authors = Outsider.objects.bulk_create(
        [Outsider(pseudonym=uuid.uuid4().hex, sealed=sealed) for _ in range(count)], batch_size=1000
    )
    now = timezone.now()
    judged = settled.decisions.get()
    cases: list[ModerationCase] = []
    decisions: list[ModerationDecision] = []
    for at, author in enumerate(authors):
        like = waiting if at % 100 < WAITING else settled
        opened_at = now - timedelta(minutes=at)
        cases.append(another(like, author_id=author.pk, opened_at=opened_at))
    for made in ModerationCase.objects.bulk_create(cases, batch_size=1000):
        if made.state == settled.state:
            decisions.append(another(judged, case_id=made.pk))
    ModerationDecision.objects.bulk_create(decisions, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # what autovacuum does in a database that lives


def another(like: Model, **own: Any) -> Any:
    """A row like that one, not yet stored."""
    facts = {field.attname: getattr(like, field.attname) for field in like._meta.concrete_fields}
    return type(like)(**{**facts, "id": None, "ref": uuid.uuid4(), **own})


def pages(person: Employee, shown: ModerationCase) -> dict[str, tuple[float, int]]:
    """Of each page the median time of the whole answer, in seconds, and its queries."""
    client = signed_in(Client(), person)
    addresses = {
        "board": reverse("moderation:board"),
        "list": reverse("moderation:case-list"),
        "list, only those that wait": f"{reverse('moderation:case-list')}?state=open",
        "one case": reverse("moderation:case-show", args=[shown.ref]),
    }
    found = {}
    for name, address in addresses.items():
        seconds = median(lambda address=address: _ask(client, address))
        with CaptureQueriesContext(connection) as queries:
            _ask(client, address)
        found[name] = (seconds, len(queries))
    return found


def _ask(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")


if __name__ == "__main__":
    main()
