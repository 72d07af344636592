"""SCIM beside 100 000 people: adding somebody against a bare INSERT with its audit row, and finding them.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python -m bench.scim --people 100000
"""

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial

from bench.release import fill  # sets Django up

# isort: split
import json
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.people.choices import Role
from accounts.people.models import Department, Employee, Entity, Location
from accounts.people.operations import define_audience, give_role
from accounts.scim.models import DirectoryEntry
from accounts.scim.operations.tokens import make_token
from bench.database import fresh_database
from portal.audit.trail import operation, record
from tests.factories.policies import release

USER = "urn:ietf:params:scim:schemas:core:2.0:User"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=40)
    given = options.parse_args()
    people, timed = given.people, partial(median, rounds=given.rounds)
    directory = prepare(people)
    bare = timed(lambda number: bare_insert(f"bare-{number}"))
    create = timed(directory.create)
    ones = {
        f"{attribute} eq": timed(lambda number, name=attribute: directory.find(f'{name} eq "{number * 97}"'))
        for attribute in ("userName", "externalId")
    }
    page = timed(lambda number: directory.find("", startIndex=number * 1000 + 1, count=100))
    print(
        f"{connection.vendor}, {people} people with a directory entry, one guideline for everybody; medians"
    )
    print(f"bare INSERT and audit row  {bare:7.1f} ms   1.00")
    print(f"SCIM user create           {create:7.1f} ms   {create / bare:.2f}")
    for name, cost in ones.items():
        print(f"list with {name:16} {cost:7.1f} ms   {cost / bare:.2f}")
    print(f"a page of 100              {page:7.1f} ms   {page / bare:.2f}")


class Directory:
    """A client with a token; `find` and `create` are whole requests."""

    def __init__(self, secret: str) -> None:
        self.client, self.headers = Client(), {"Authorization": f"Bearer {secret}"}

    def create(self, number: int) -> None:
        body = {
            "schemas": [USER],
            "userName": f"new-{number}",
            "externalId": f"x-{number}",
            "displayName": f"New {number}",
            "active": True,
            "emails": [{"value": f"new-{number}@bench.example", "type": "work", "primary": True}],
        }
        response = self.client.post(
            "/scim/v2/Users", json.dumps(body), content_type="application/scim+json", headers=self.headers
        )
        assert response.status_code == 201, response.content

    def find(self, filter_text: str, **query: int) -> None:
        asked = {"filter": filter_text, **query} if filter_text else query
        response = self.client.get("/scim/v2/Users", asked, headers=self.headers)
        assert response.status_code == 200, response.content


def prepare(people: int) -> Directory:
    fresh_database()
    editor, approver = fill(people)
    define_audience(slug="everyone", name="Everyone", clauses=[{}], by=None)
    release(editor=editor, approver=approver)
    rows = Employee.objects.order_by("pk").values_list("pk", flat=True)
    entries = [
        DirectoryEntry(employee_id=pk, user_name=str(at), user_name_key=str(at), external_id=str(at))
        for at, pk in enumerate(rows)
    ]
    DirectoryEntry.objects.bulk_create(entries, batch_size=2000)
    give_role(person=editor, role=Role.SYSTEM_ADMIN, by=None)
    editor = Employee.objects.get(pk=editor.pk)
    with connection.cursor() as cursor:  # what autovacuum does in a database that lives
        cursor.execute("ANALYZE")
    _token, secret = make_token(
        name="Bench",
        entity=Entity.objects.get(),
        location=Location.objects.all()[0],
        last_day=timezone.localdate() + timedelta(days=9),
        by=editor,
    )
    return Directory(secret)


@operation
def bare_insert(login_id: str) -> None:
    """What no way around can save: the person's row and the trail's."""
    person = Employee.objects.create(
        login_id=login_id,
        name=login_id,
        email=f"{login_id}@bench.example",
        entity=Entity.objects.get(),
        location=Location.objects.all()[0],
        department=Department.objects.all()[0],
    )
    record("person.joined", obj=person)


def median(act: Callable[[int], None], *, rounds: int) -> float:
    """The median of some rounds, in milliseconds; the first warms up."""
    costs = []
    for number in range(rounds + 1):
        started = time.perf_counter()
        act(number)
        costs.append((time.perf_counter() - started) * 1000)
    return statistics.median(costs[1:])


if __name__ == "__main__":
    main()
