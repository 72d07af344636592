"""HR's list of a large company as a file: seconds for XLSX and CSV, and how much memory the worker grows.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/lists.py --people 100000
"""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.db import connection

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import define_audience, give_role
from bench.database import fresh_database
from bench.release import fill, timed
from portal.jobs.running import execute
from reports.dashboards.columns import REQUESTS, facts_of
from reports.exports.choices import Kind
from reports.exports.models import Export
from reports.exports.operations import start_list
from tests.factories.policies import release

KIB = 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    people = options.parse_args().people
    fresh_database()
    hr = ask(people)
    written(hr, Kind.CSV, "state=any&q=Person+1")  # what is loaded once is loaded
    before = resident()
    print(f"{connection.vendor}, {people} people")
    for kind in (Kind.CSV, Kind.XLSX):
        seconds, export = written(hr, kind, "state=any")
        megabytes = export.size / KIB**2
        print(f"{kind:5} {export.rows:8} rows {seconds:7.1f} s {megabytes:6.1f} MB", end="")
        print(f"   memory {before / KIB:5.0f} MB, then {resident() / KIB:5.0f} MB")


def ask(people: int) -> Employee:
    """Everybody is asked to confirm a guideline; returns somebody in HR."""
    editor, approver = fill(people)
    define_audience(slug="everyone", name="Everyone", clauses=[{}], by=None)
    release(editor=editor, approver=approver)
    with connection.cursor() as cursor:  # what autovacuum does in a database that lives
        cursor.execute("ANALYZE")
    hr = Employee.objects.order_by("pk")[2]
    give_role(person=hr, role=Role.HR, by=None)
    return hr


def written(hr: Employee, kind: Kind, query: str) -> tuple[float, Export]:
    facts = facts_of(query, datetime.now(UTC).date())
    export = start_list(name=REQUESTS, kind=kind, facts=facts, rows=0, by=hr)
    seconds = timed(lambda: execute(export.job_id))
    return seconds, Export.objects.get(pk=export.pk)


def resident() -> int:
    """Kibibytes of memory that this process holds now."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0])


if __name__ == "__main__":
    main()
