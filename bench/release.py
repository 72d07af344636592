"""Releasing a material change to many people: set-based requests against one INSERT per person.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/release.py --people 100000
"""

import argparse
import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.db import connection, transaction
from django.utils.crypto import get_random_string

from accounts.people.choices import Role, Status
from accounts.people.models import Audience, Department, Employee, Entity, Location
from accounts.people.operations import define_audience, give_role
from bench.database import fresh_database
from guidelines.policies.choices import Cause
from guidelines.policies.models import AcknowledgementRequest
from tests.factories.policies import release

NAIVE_SAMPLE = 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    people = options.parse_args().people
    fresh_database()
    editor, approver = fill(people)
    with connection.cursor() as cursor:  # what autovacuum does in a database that lives
        cursor.execute("ANALYZE")
    define_audience(slug="everyone", name="Everyone", clauses=[{}], by=None)
    first = timed(lambda: release(editor=editor, approver=approver))
    again = timed(lambda: release(editor=editor, approver=approver, policy=latest_policy()))
    naive = timed(one_by_one) * people / NAIVE_SAMPLE
    print(f"{connection.vendor}, {people} people, {AcknowledgementRequest.objects.count()} requests")
    print(f"first release                 {first:6.2f} s")
    print(f"material change (supersedes)  {again:6.2f} s")
    print(f"one INSERT per person         {naive:6.2f} s (from {NAIVE_SAMPLE})")
    print(f"ratio set-based : one by one  1 : {naive / again:.1f}")


def timed(act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def latest_policy():
    return AcknowledgementRequest.objects.latest("pk").policy


def fill(people: int) -> tuple[Employee, Employee]:
    """Everybody at once; joiners, absences and several locations included."""
    entity, top = Entity.objects.create(name="Bench"), Department.add_root(name="Bench")
    places = [
        Location.objects.create(name=name, subdivision=state)
        for name, state in (("Hamburg", "HH"), ("München", "BY"), ("Berlin", "BE"), ("Köln", "NW"))
    ]
    rows = [
        Employee(
            login_id=f"{number:06d}{get_random_string(4)}",
            name=f"Person {number}",
            email=f"p{number}@bench.example",
            personnel_number=str(number),
            entity=entity,
            department=top,
            location=places[number % len(places)],
            hired_on=date(2026, 11, 1) if number % 500 == 0 else date(2015, 1, 1),
            status=Status.ACTIVE,
            is_active=True,
            password="!",
        )
        for number in range(people)
    ]
    Employee.objects.bulk_create(rows, batch_size=2000)
    editor, approver = Employee.objects.order_by("pk")[:2]
    give_role(person=editor, role=Role.EDITOR, by=None)
    give_role(person=approver, role=Role.APPROVER, by=None)
    return editor, approver


def one_by_one() -> None:
    """What a loop over people costs; rolled back."""
    policy = latest_policy()
    now = datetime.now(UTC)
    with transaction.atomic():
        for person in Employee.objects.select_related("location")[:NAIVE_SAMPLE]:
            AcknowledgementRequest.objects.create(
                policy=policy,
                version=policy.current,
                major=999,
                employee=person,
                cycle=1,
                cause=Cause.RELEASE,
                audience=Audience.objects.get(pk=policy.audience_id),
                department_id=person.department_id,
                entity_id=person.entity_id,
                location=person.location,
                asked_at=now,
                asked_on=now.date(),
                state="closed",
                closed_at=now,
            )
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
