"""Rows of the trail as files: whole, checkable by a stranger, and on record."""

import csv
import hashlib
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.audit.operations import look_up_person
from tests.factories.people import Cast, signed_in

pytestmark = pytest.mark.django_db
WHY = "=cmd() complaint of 3 March about a wrong role"


@pytest.fixture
def dana(cast: Cast, client: Client) -> Client:
    _ = cast.hanna
    return signed_in(client, cast.dana)


def taken(client: Client, kind: str, **query: str) -> str:
    answer = client.get(reverse(f"audit:trail-export-{kind}"), query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def test_k11_a_stranger_checks_the_chain_from_the_file(dana: Client) -> None:
    """K11: the hashes of every row, and of each to the one before it, are computed from the file alone."""
    rows = [json.loads(line) for line in taken(dana, "jsonl").splitlines()]
    assert len(rows) >= 4
    previous = rows[0]["previous_hash"]
    for row in rows:
        body = hashlib.sha256(row["canonical"].encode()).hexdigest()
        assert (row["previous_hash"], row["body_hash"]) == (previous, body)
        previous = hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(body)).hexdigest()
        assert row["hash"] == previous


def test_taking_rows_is_a_row(dana: Client, cast: Cast) -> None:
    text = taken(dana, "csv", verb="role.given")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["verb"] for row in rows} == {"role.given"}
    noted = AuditEvent.objects.get(verb="trail.exported")
    assert noted.actor == cast.dana.ref
    assert json.loads(noted.canonical)["details"]["filter"] == "verb=role.given"
    assert int(rows[-1]["seq"]) < noted.seq


def test_a_spreadsheet_calculates_nothing(dana: Client, cast: Cast) -> None:
    look_up_person(person=cast.hanna.ref, reason=WHY, by=cast.dana)
    rows = csv.reader(io.StringIO(taken(dana, "csv")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_one_persons_rows_are_taken_only_after_a_look_up(dana: Client, cast: Cast) -> None:
    answer = dana.get(reverse("audit:trail-export-csv"), {"person": str(cast.hanna.ref)})
    assert answer.url == reverse("audit:person-look-up")
    assert not AuditEvent.objects.filter(verb="trail.exported").exists()


def test_who_looked_at_whom_is_one_filter(dana: Client, cast: Cast) -> None:
    look_up_person(person=cast.hanna.ref, reason=WHY, by=cast.dana)
    page = dana.get(reverse("audit:trail-list"), {"verb": "looks"})
    assert {row["event"].verb for row in page.context["rows"]} == {"trail.searched"}
    assert cast.hanna.name in page.content.decode()


def test_nobody_else_takes_rows(cast: Cast) -> None:
    for who in ("hanna", "ines", "ben", "wolf"):
        client = signed_in(Client(), getattr(cast, who))
        assert client.get(reverse("audit:trail-export-csv")).status_code == 403
