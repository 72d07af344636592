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
    with REAL:
        real = make_password(PASSWORD)
    client = Client()
    hashed, by_id, by_address = in_turns(
        people,
        lambda person: hash_once(real),
        lambda person: sign_in(client, person.login_id),
        lambda person: sign_in(client, person.email),
    )
    print(f"{connection.vendor}, {given.people} people; {given.rounds} rounds in turns: median, fewest")
    print(f"the product's hash         {hashed[0]:7.1f} {hashed[1]:7.1f} ms   1.00")
    for what, rest in (("by login id", by_id), ("by address", by_address)):
        ratio = f"{rest[0] / hashed[0]:.2f}"
        print(f"all but it, {what:<11}    {rest[0]:7.1f} {rest[1]:7.1f} ms   {ratio}   target <= 20 ms")


def hash_once(stored: str) -> None:
    with REAL:
        check_password(PASSWORD, stored)


def sign_in(client: Client, login: str | None) -> None:
    """The form is sent by a browser without a session; the page that carries it is another request.

    The client stays, because a new one puts the middleware together anew, which a server does once.
    """
    client.cookies.clear()
    cache.clear()  # attempts are counted by address, and here all come from one
    answer = client.post(reverse("account_login"), {"login": login, "password": PASSWORD})
    assert answer.status_code == 302, answer.content


def in_turns(people: list[Employee], *acts: Callable[[Employee], None]) -> list[tuple[float, float]]:
    """Median and fewest milliseconds of each act; the first two rounds warm up.

    In turns, so that other work on the machine meets all of them alike. The fewest come near a quiet one.
    """
    times: list[list[float]] = [[] for _act in acts]
    for person in people:
        for act, taken in zip(acts, times, strict=True):
            started = time.perf_counter()
            act(person)
            taken.append(1000 * (time.perf_counter() - started))
    return [(statistics.median(taken[2:]), min(taken[2:])) for taken in times]


if __name__ == "__main__":
    main()
