"""The vault: a departure with many grants, seeing a secret, a change of keys, a long register.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/vault.py
"""

import argparse
import os
import re
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access.models import AccessGrant
from accounts.access.operations import revoke_grant
from accounts.people.models import Employee
from accounts.people.operations import leave
from accounts.register.choices import RouteKind
from accounts.register.models import CorporateAccount
from accounts.vault.models import Credential, CredentialVersion, Reveal, Rotation
from accounts.vault.opening import place_of, under_active_key
from bench.database import fresh_database
from bench.release import timed
from portal.audit.trail import operation, record
from portal.keys.operations import add_ring_key, rewrap_all
from tests.factories.access import granted
from tests.factories.people import Cast, EmployeeFactory, signed_in
from tests.factories.register import platform, route
from tests.factories.sealed import replaced_versions
from tests.factories.vault import credential, seen, shared_account

KINDS = (RouteKind.DELEGATED, RouteKind.SHARED, RouteKind.TOKEN, RouteKind.MANAGED)
TOKEN = re.compile(r'name="token" value="([^"]+)"')
SAMPLE = 200


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--accounts", type=int, default=50, help="four grants on each")
    options.add_argument("--versions", type=int, default=10_000)
    options.add_argument("--register", type=int, default=500)
    options.add_argument("--rounds", type=int, default=20)
    wanted = options.parse_args()
    fresh_database()
    settings.VAULT_REVEALS_PER_HOUR = 10_000
    cast = Cast()
    leaver, other = EmployeeFactory(), EmployeeFactory()
    logins = [work_on(number, leaver, cast) for number in range(wanted.accounts)]
    print(f"{connection.vendor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    looking(logins[0], leaver, wanted.rounds)
    changing_keys(logins[0], cast, wanted.versions)
    leaving(leaver, other, logins, cast)
    register(cast, wanted.register)


def work_on(number: int, person: Employee, cast: Cast) -> Credential:
    """An account with four routes and a grant on each, and a secret that `person` saw."""
    account = shared_account(cast, handle=f"@bench-{number}")
    for kind in KINDS[2:]:
        route(account, kind, by=cast.anton)
    for one in account.routes.all():
        granted(one, to=person, by=cast.ada)
    login = credential(account, by=cast.anton)
    seen(login, by=person)
    return login


@operation
def bare_row(login: Credential) -> None:
    record("secret.declined", obj=login)


def looking(login: Credential, person: Employee, rounds: int) -> None:
    """Three requests: what for, the ticket, the secret."""
    client = signed_in(Client(), person)

    def look() -> None:
        client.post(reverse("vault:reveal-ask", args=[login.ref]), {"reason": "Posting"})
        reveal = Reveal.objects.latest("pk")
        page = client.post(reverse("vault:reveal-ticket", args=[reveal.ref]))
        token = TOKEN.search(page.content.decode())
        shown = client.post(reverse("vault:reveal-secret", args=[reveal.ref]), {"token": token and token[1]})
        assert b"secret-value" in shown.content

    look()
    row = statistics.median(timed(lambda: bare_row(login)) for _ in range(rounds))
    whole = statistics.median(timed(look) for _ in range(rounds))
    print(
        f"seeing a secret: {whole * 1000:.0f} ms in three requests, {whole / row:.1f} bare rows of the trail"
    )


def changing_keys(login: Credential, cast: Cast, count: int) -> None:
    """All values under a new key, stopped once half-way."""
    replaced_versions(login, count, by=cast.anton)
    add_ring_key(ring_name="vault")
    sample = CredentialVersion.objects.select_related("credential__account").order_by("-pk")[:SAMPLE]
    values = [(version.sealed, place_of(version)) for version in sample]
    bare = timed(lambda: [under_active_key(sealed, place) for sealed, place in values]) / len(values)

    def stop(done: int, total: int) -> transaction.Atomic:
        if done >= total // 2:
            raise InterruptedError
        return transaction.atomic()

    def first_half() -> None:
        try:
            rewrap_all(stop, ring_name="vault")
        except InterruptedError:
            return

    first = timed(first_half)
    left = CredentialVersion.objects.filter(key_id__startswith="0001:").count()
    second = timed(lambda: rewrap_all(ring_name="vault"))
    each = (first + second) / count
    print(f"changing keys: {count} values in {first + second:.1f} s, stopped with {left} left and gone on;")
    print(f"    {each * 1000:.2f} ms each, {each / bare:.1f} times the bare ciphers")


def leaving(person: Employee, other: Employee, logins: list[Credential], cast: Cast) -> None:
    """The whole departure, beside taking grants away one by one."""
    few = [granted(login.account.routes.first(), to=other, by=cast.ada) for login in logins[:10]]
    one = timed(lambda: [revoke_grant(grant=grant, by=cast.ada) for grant in few]) / len(few)
    grants = AccessGrant.objects.running().of(person).count()
    by = cast.hanna
    with CaptureQueriesContext(connection) as asked:
        whole = timed(lambda: leave(person=person, on=timezone.localdate(), by=by))
    changes = Rotation.objects.count()
    print(f"leaving: {grants} grants on {len(logins)} accounts, {changes} changes opened: {whole:.2f} s,")
    print(f"    {len(asked)} statements, {whole / grants / one:.2f} of one grant taken away by itself, each")


def register(cast: Cast, count: int) -> None:
    """The page of the register as an account admin sees it."""
    like = shared_account(cast, handle="@like")
    facts = {"entity": like.entity, "owner": cast.ada, "deputy": cast.mara, "purpose": "News"}
    CorporateAccount.objects.bulk_create(
        CorporateAccount(handle=f"@long-{number}", platform=platform(), status=like.status, **facts)
        for number in range(count - CorporateAccount.objects.count())
    )
    client = signed_in(Client(), cast.anton)
    client.get(reverse("register:account-list"))
    with CaptureQueriesContext(connection) as asked:
        seconds = timed(lambda: client.get(reverse("register:account-list")))
    found = CorporateAccount.objects.count()
    print(f"register: {found} accounts, {len(asked)} queries, {seconds * 1000:.0f} ms")


if __name__ == "__main__":
    main()
