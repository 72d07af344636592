"""HR's list and overview of required courses over many people: times, and the shape of the plans.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/hr_training.py --people 100000
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.db import connection
from django.test import Client

from accounts.people.choices import Role
from accounts.people.models import Department, Employee
from bench.database import fresh_database
from bench.hr_lists import DEPARTMENTS, PEOPLE, TODAY, median
from reports.dashboards.paging import page_of, place_of
from reports.dashboards.views.requests import COUNT_UP_TO, PAGE
from reports.training.columns import ORDERS
from reports.training.filters import WantedTraining
from reports.training.overview import overview
from tests.factories.people import EmployeeFactory, OrganisationFactory, department, signed_in
from tests.factories.training_rows import course_row, requirement_row
from training.assignments.models import Assignment

# Of a hundred: 70 done, 2 exempt, 20 to do, 8 overdue; a tenth of all has done it twice.
ASSIGNMENTS = """
INSERT INTO assignments_assignment (ref, requirement_id, course_id, employee_id, cycle, cause, department_id,
    entity_id, location_id, assigned_at, assigned_on, base_due_on, due_on, state, closed_at, reminders_sent,
    exempt_reason)
SELECT gen_random_uuid(), r.id, r.course_id, e.id, cycle, 'audience', e.department_id, e.entity_id,
    e.location_id, now() - interval '20 days', %(today)s::date - 20, due, due, state,
    CASE WHEN state = 'open' THEN NULL ELSE now() - interval '1 day' END, 0,
    CASE WHEN state = 'exempt' THEN 'bench' ELSE '' END
FROM people_employee e CROSS JOIN assignments_requirement r
CROSS JOIN LATERAL (SELECT (e.id * 7 + r.id * 13) %% 100 AS part) parts
CROSS JOIN LATERAL generate_series(1, CASE WHEN e.id %% 10 = 0 THEN 2 ELSE 1 END) cycle
CROSS JOIN LATERAL (SELECT
    CASE WHEN cycle = 1 AND e.id %% 10 = 0 THEN 'done' WHEN part < 70 THEN 'done'
         WHEN part < 72 THEN 'exempt' ELSE 'open' END AS state,
    %(today)s::date +
        CASE WHEN part >= 92 THEN -1 - (e.id %% 20)::int ELSE (e.id %% 30)::int END AS due) facts
WHERE e.login_id LIKE 'bench%%'
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--requirements", type=int, default=10)
    given = options.parse_args()
    fresh_database()
    hr = fill(given.people, given.requirements)
    measure(hr)


def fill(people: int, requirements: int) -> Employee:
    OrganisationFactory()
    hr = EmployeeFactory(roles=[Role.HR])
    below = [department(f"Department {n}").pk for n in range(DEPARTMENTS)]
    for n in range(requirements):
        requirement_row(course_row(f"course-{n}", by=hr))
    facts = {"people": people, "departments": below, "size": DEPARTMENTS, "today": TODAY}
    facts |= {"entity": hr.entity_id, "location": hr.location_id}
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, facts)
        cursor.execute(ASSIGNMENTS, facts)
        cursor.execute("VACUUM ANALYZE")  # what autovacuum does in a database that lives
    return hr


def measure(hr: Employee) -> None:
    print(f"{Assignment.objects.count()} assignments")
    client = signed_in(Client(), hr)
    for name, act in acts(client).items():
        print(f"{name:46} {median(act) * 1000:7.0f} ms")


def acts(client: Client) -> dict[str, Callable[[], object]]:
    some, first = Department.objects.filter(depth=2).first(), Assignment.objects.first()
    assert some is not None
    assert first is not None
    wanted = {
        "to do": WantedTraining(),
        "due soon": WantedTraining(state="soon"),
        "overdue": WantedTraining(state="overdue"),
        "done": WantedTraining(state="done"),
        "any state": WantedTraining(state="any"),
        "one course and department": WantedTraining(course=first.course_id, department=some.pk, state="any"),
        "name contains": WantedTraining(q="person 777", state="any"),
    }
    found: dict[str, Callable[[], object]] = {"overview": lambda: overview("de", TODAY)}
    for name, one in wanted.items():
        rows = one.assignments(TODAY)
        few = rows.order_by()[: COUNT_UP_TO + 1].count() <= COUNT_UP_TO
        found[f"first page: {name}"] = lambda rows=rows, few=few: page_of(
            rows, "due", size=PAGE, few=few, orders=ORDERS
        )
        found[f"capped count: {name}"] = lambda rows=rows: rows.order_by()[: COUNT_UP_TO + 1].count()
    everything = WantedTraining(state="any").assignments(TODAY)
    place = place_of(everything.order_by("due_on", "pk")[everything.count() // 2], "due", ORDERS)
    found["a page in the middle: any state"] = lambda: page_of(
        everything, "due", after=place, size=PAGE, orders=ORDERS
    )
    for path in ("/hr/", "/hr/training/", "/hr/training/?state=any", "/hr/training/requirements/"):
        found[f"whole answer: {path}"] = lambda path=path: client.get(path)
    return found


if __name__ == "__main__":
    main()
