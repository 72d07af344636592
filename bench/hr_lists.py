"""HR's overview and list over many people and guidelines: times as ratios, and the shape of the plans.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/hr_lists.py --people 100000
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.people.choices import Role
from accounts.people.models import Department, Employee
from bench.database import fresh_database
from guidelines.policies.models import AcknowledgementRequest
from reports.dashboards.filters import Wanted
from reports.dashboards.overview import overview
from reports.dashboards.paging import page_of, place_of
from reports.dashboards.views.requests import COUNT_UP_TO, PAGE
from tests.factories.people import EmployeeFactory, OrganisationFactory, department, signed_in
from tests.factories.policies import release

TODAY = date(2026, 11, 18)
DEPARTMENTS, TIMES = 50, 5

PEOPLE = """
INSERT INTO people_employee (ref, login_id, name, name_folded, email, personnel_number, language, time_zone,
    entity_id, department_id, location_id, employment, status, is_active, is_superuser, password,
    session_epoch, calendar_key, created_at)
SELECT gen_random_uuid(), 'bench' || n, 'Person ' || n, 'person ' || n, 'p' || n || '@bench.example',
    'B' || n, 'de', '', %(entity)s, (%(departments)s::bigint[])[1 + n %% %(size)s], %(location)s,
    'internal', 'active', true, false, '!', 0, '', now()
FROM generate_series(1, %(people)s) n
"""
# Of a hundred: 70 confirmed, 2 under reservation, 2 exempt, 18 open, 8 overdue.
REQUESTS = """
INSERT INTO policies_acknowledgementrequest (ref, policy_id, version_id, major, employee_id, cycle, cause,
    audience_id, department_id, entity_id, location_id, asked_at, asked_on, base_due_on, due_on, state,
    closed_at, reminders_sent, exempt_reason)
SELECT gen_random_uuid(), p.id, p.current_id, 1, e.id, 1, 'release', p.audience_id, e.department_id,
    e.entity_id, e.location_id, now() - interval '20 days', %(today)s::date - 20, due, due, state,
    CASE WHEN state = 'open' THEN NULL ELSE now() - interval '1 day' END, 0,
    CASE WHEN state = 'exempt' THEN 'bench' ELSE '' END
FROM people_employee e CROSS JOIN policies_policy p
CROSS JOIN LATERAL (SELECT (e.id * 7 + p.id * 13) %% 100 AS part) parts
CROSS JOIN LATERAL (SELECT
    CASE WHEN part < 70 THEN 'acknowledged' WHEN part < 72 THEN 'under_reservation'
         WHEN part < 74 THEN 'exempt' ELSE 'open' END AS state,
    %(today)s::date +
        CASE WHEN part >= 92 THEN -1 - (e.id %% 20)::int ELSE (e.id %% 30)::int END AS due) facts
WHERE e.login_id LIKE 'bench%%'
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--policies", type=int, default=10)
    given = options.parse_args()
    fresh_database()
    hr = fill(given.people, given.policies)
    measure(hr)


def fill(people: int, policies: int) -> Employee:
    """Guidelines by the product's own operations, people and requests set-based."""
    OrganisationFactory()
    editor, approver = EmployeeFactory(roles=[Role.EDITOR]), EmployeeFactory(roles=[Role.APPROVER])
    hr = EmployeeFactory(roles=[Role.HR])
    for n in range(policies):
        release(editor=editor, approver=approver, slug=f"policy-{n}")
    below = [department(f"Department {n}").pk for n in range(DEPARTMENTS)]
    facts = {"people": people, "departments": below, "size": DEPARTMENTS, "today": TODAY}
    facts |= {"entity": hr.entity_id, "location": hr.location_id}
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, facts)
        cursor.execute(REQUESTS, facts)
        cursor.execute("VACUUM ANALYZE")  # what autovacuum does in a database that lives
    return hr


def measure(hr: Employee) -> None:
    """Every time also as a ratio to the bare count of the table, which no index can make smaller."""
    bare = median(lambda: AcknowledgementRequest.objects.filter(exempt_reason="x").count())
    count = AcknowledgementRequest.objects.count()
    print(f"{count} requests; bare scan of the table {bare * 1000:.0f} ms = 1.00")
    client = signed_in(Client(), hr)
    for name, act in acts(hr, client).items():
        taken = median(act)
        print(f"{name:42} {taken * 1000:7.0f} ms   {taken / bare:6.3f}")
    print("\nPlans")
    explain("overview", lambda: overview("de", TODAY))
    requests = Wanted().requests(TODAY)
    explain("list", lambda: page_of(requests, "due", size=PAGE))
    explain("deep page", lambda: page_of(requests, "due", after=deep(requests), size=PAGE))


def acts(hr: Employee, client: Client) -> dict[str, Callable[[], object]]:
    some = Department.objects.filter(depth=2).first()
    assert some is not None
    policy = AcknowledgementRequest.objects.first().policy_id
    wanted = {
        "open": Wanted(),
        "any state": Wanted(state="any"),
        "overdue": Wanted(state="overdue"),
        "one guideline and department": Wanted(policy=policy, department=some.pk, state="any"),
        "name contains": Wanted(q="person 777", state="any"),
        "manager": Wanted(manager=hr.pk, state="any"),
        "as of a past day": Wanted(state="acknowledged", on=date(2026, 11, 10)),
    }
    found: dict[str, Callable[[], object]] = {"overview": lambda: overview("de", TODAY)}
    for name, one in wanted.items():
        requests = one.requests(TODAY)
        few = requests.order_by()[: COUNT_UP_TO + 1].count() <= COUNT_UP_TO
        found[f"first page: {name}"] = lambda requests=requests, few=few: page_of(
            requests, "due", size=PAGE, few=few
        )
        found[f"capped count: {name}"] = lambda requests=requests: requests.order_by()[
            : COUNT_UP_TO + 1
        ].count()
    place = deep(Wanted(state="any").requests(TODAY))
    found["a page in the middle: any state"] = lambda: page_of(
        Wanted(state="any").requests(TODAY), "due", after=place, size=PAGE
    )
    for path in ("/", "/hr/", "/hr/acknowledgements/", "/hr/acknowledgements/?state=any&sort=-asked"):
        found[f"whole answer: {path}"] = lambda path=path: client.get(path)
    return found


def deep(requests):
    middle = requests.order_by("due_on", "pk")[requests.count() // 2]
    return place_of(middle, "due")


def median(act: Callable[[], object]) -> float:
    act()
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def explain(name: str, act: Callable[[], object]) -> None:
    """The nodes of each plan, without figures that differ from machine to machine."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    for query in captured:
        if "policies_acknowledgementrequest" not in query["sql"]:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (COSTS OFF) {query['sql']}")
            lines = [line for (line,) in cursor.fetchall() if "->" in line or "Scan" in line]
        print(f"  {name}: " + " | ".join(line.strip().removeprefix("->").strip() for line in lines[:8]))


if __name__ == "__main__":
    main()
