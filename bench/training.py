"""A required course for many people: assigned set-based against one INSERT per person; who fulfilled it on a
past day, in one query.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/training.py --people 100000
"""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.db import connection, transaction
from django.db.models import DateField, F, Value
from django.utils import timezone

from accounts.people.models import Employee
from accounts.people.operations import define_audience
from bench.database import fresh_database
from bench.release import fill, timed
from portal.setbased import NewUUID, insert_select
from tests.factories.training import course, new_version
from training.assignments.choices import AssignmentState, Basis, Cause
from training.assignments.models import Assignment, Completion, Requirement
from training.assignments.operations import Terms, recertify, require_course
from training.courses.choices import Effect

NAIVE_SAMPLE = 1000
# So many years ago everybody did it for the first time; a renewal each year since.
YEARS = 3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    people = options.parse_args().people
    fresh_database()
    editor, _approver = fill(people)
    analyse()
    audience = define_audience(slug="everyone", name="Everyone", clauses=[{}], by=None)
    basics = course("basics", by=editor)
    terms = Terms(validity_months=12, window_days=60)
    assigned = timed(lambda: require_course(course=basics, audience=audience, terms=terms, by=None))
    requirement = Requirement.objects.get()
    naive = timed(lambda: one_by_one(requirement)) * people / NAIVE_SAMPLE
    prove(requirement)
    analyse()
    today = timezone.localdate()
    on_a_day, proofs = measured(lambda: Completion.objects.valid_on(today - timedelta(days=400)).count())
    one_person = timed(lambda: list(Completion.objects.of(editor).valid_on(today - timedelta(days=400))))
    again = timed(lambda: recertify(requirement=requirement, today=today))
    opened = Assignment.objects.open().count()
    Assignment.objects.open().update(state=AssignmentState.WITHDRAWN, closed_at=timezone.now())
    ended = timed(lambda: new_version(basics, by=editor, effect=Effect.END))
    print(f"{connection.vendor}, {people} people, {Completion.objects.count()} completions")
    print(f"assigned to everybody              {assigned:6.2f} s")
    print(f"one INSERT per person              {naive:6.2f} s (from {NAIVE_SAMPLE})")
    print(f"ratio set-based : one by one       1 : {naive / assigned:.1f}")
    print(f"who fulfilled it on a past day     {on_a_day:6.2f} s ({proofs} people, one query)")
    print(f"the same for one person            {one_person * 1000:6.1f} ms")
    print(f"next cycle for everybody           {again:6.2f} s ({opened} people)")
    print(f"a changed course ends all proof    {ended:6.2f} s, and asks everybody anew")


def measured(act: Callable[[], int]) -> tuple[float, int]:
    found: list[int] = []
    taken = timed(lambda: found.append(act()))
    return taken, found[0]


def analyse() -> None:
    """What autovacuum does in a database that lives."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def prove(requirement: Requirement) -> None:
    """Everybody has done it, and renewed it each year; the last proof can be renewed today."""
    requirement.assignments.open().update(state=AssignmentState.DONE, closed_at=timezone.now())
    last_day = timezone.localdate() + timedelta(days=30)
    for year in range(YEARS):
        until = last_day - timedelta(days=365 * year)
        write(requirement, until - timedelta(days=365), until)


def write(requirement: Requirement, first: date, last: date) -> None:
    """Bare rows: what is measured reads days and nothing of the record."""
    values = {
        "ref": NewUUID(),
        "requirement": Value(requirement.pk),
        "course": Value(requirement.course_id),
        "version": Value(requirement.course.current_id),
        "employee": F("pk"),
        "basis": Value(Basis.IMPORTED.value),
        "valid_from": Value(first, output_field=DateField()),
        "valid_until": Value(last, output_field=DateField()),
        "at": Value(timezone.now()),
        "commitment": Value("0" * 64),
    }
    insert_select(Completion, Employee.objects.all(), values)


def one_by_one(requirement: Requirement) -> None:
    """What a loop over people costs; rolled back."""
    now, today = timezone.now(), timezone.localdate()
    with transaction.atomic():
        for person in Employee.objects.select_related("location")[:NAIVE_SAMPLE]:
            Assignment.objects.create(
                requirement=requirement,
                course_id=requirement.course_id,
                employee=person,
                cycle=999,
                cause=Cause.AUDIENCE,
                department_id=person.department_id,
                entity_id=person.entity_id,
                location=person.location,
                assigned_at=now,
                assigned_on=today,
                base_due_on=today,
                due_on=today,
                state=AssignmentState.WITHDRAWN,
                closed_at=now,
            )
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
