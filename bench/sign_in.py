"""What signing in costs beside the password hash, in a company of 100 000.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python -m bench.sign_in --people 100000
"""

import argparse
import statistics
import time
from collections.abc import Callable

from bench.release import fill  # sets Django up

# isort: split
from django.contrib.auth.hashers import check_password, make_password
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from accounts.people.models import Employee
from bench.database import fresh_database

REAL = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
PASSWORD = "quiet harbour lantern 7"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=30)
    given = options.parse_args()
    fresh_database()
    fill(given.people)
    people = list(Employee.objects.who_may_sign_in().without_roles().order_by("pk")[: given.rounds + 2])
    # The test settings' hash costs next to nothing: what is left is all else.
    stored = make_password(PASSWORD)
    for number, person in enumerate(people):
        person.login_id, person.password = f"bench-{number}", stored
        person.save(update_fields=["login_id", "password"])
    with connection.cursor() as cursor:  # what autovacuum does in a database that lives
        cursor.execute("ANALYZE")
    client = Client()
    by_id = median(lambda person: sign_in(client, person.login_id), people)
    by_address = median(lambda person: sign_in(client, person.email), people)
    with REAL:
        real = make_password(PASSWORD)
        one = median(lambda person: check_password(PASSWORD, real), people)
    print(f"{connection.vendor}, {given.people} people; medians of {given.rounds}")
    print(f"the product's hash         {one:7.1f} ms   1.00")
    for what, rest in (("by login id", by_id), ("by address", by_address)):
        print(f"all but it, {what:<11}    {rest:7.1f} ms   {rest / one:.2f}   target <= 20 ms")


def sign_in(client: Client, login: str | None) -> None:
    """The form is sent by a browser without a session; the page that carries it is another request.

    The client stays, because a new one puts the middleware together anew, which a server does once.
    """
    client.cookies.clear()
    cache.clear()  # attempts are counted by address, and here all come from one
    answer = client.post(reverse("account_login"), {"login": login, "password": PASSWORD})
    assert answer.status_code == 302, answer.content


def median(act: Callable[[Employee], object], people: list[Employee]) -> float:
    """Milliseconds; the first two warm up."""
    times = []
    for person in people:
        started = time.perf_counter()
        act(person)
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times[2:])


if __name__ == "__main__":
    main()
