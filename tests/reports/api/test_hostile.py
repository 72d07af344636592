"""What comes from outside: bad places, bad moments, bad numbers. Each is a 400 that says what is wrong."""

from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

import pytest
import time_machine
from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from guidelines.policies.operations import acknowledge
from reports.api.asking import CURSOR_MAX_CHARS, SALT, asked
from reports.api.choices import Scope
from reports.api.models import ApiToken
from reports.api.problems import Problem
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.policies import read, release, request_of
from tests.reports.api.completed import completed, required
from tests.reports.api.reader import Reader, is_problem, new_token

pytestmark = pytest.mark.django_db
LIST = "acknowledgements"


@pytest.fixture
def cursor(cast: Cast, reader: Reader) -> str:
    """Behind the first of three answers."""
    people = [EmployeeFactory() for _number in range(3)]
    release(editor=cast.edda, approver=cast.falk)
    requirement = required(cast.hanna)
    for person in people:
        request = request_of(person)
        acknowledge(request=request, read=read(request), authenticated="passkey", by=person)
        completed(person, requirement)
    return reader.get(LIST, limit=1).json()["next_cursor"]


@pytest.mark.parametrize(
    "limit", ["0", "-1", "501", "9" * 400, "1e2", "５", "ten", "", " 5", "5\x00", "1.0", "+5", "0x5"]
)
def test_a_page_has_a_size(reader: Reader, limit: str) -> None:
    assert is_problem(reader.get(LIST, limit=limit), 400, "invalid_limit")


@pytest.mark.parametrize("limit", ["1", "500", "0500"])
def test_a_size_within_bounds_is_taken(reader: Reader, limit: str) -> None:
    assert reader.get(LIST, limit=limit).status_code == 200


@pytest.mark.parametrize(
    "since",
    [
        "",
        "yesterday",
        "2026-11-28",
        "2026-11-28T06:00:00",
        "2026-11-28 06:00:00Z",
        "2026-11-28T06:00:00 01:00",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-28T25:00:00Z",
        "2026-11-28T06:00:00+99:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "２０２６-11-28T06:00:00Z",
        "2026-11-28T06:00:00Z\x00",
        "2026-11-28T06:00:00Z\n",
        "1764309600",
        "2026-11-28T06:00:00Z' OR 1=1 --",
    ],
)
def test_a_moment_is_one_of_rfc_3339(reader: Reader, since: str) -> None:
    assert is_problem(reader.get(LIST, since=since), 400, "invalid_since")


@pytest.mark.parametrize(
    "since",
    [
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59-11:00",
        "9999-12-31T23:59:59Z",
        "2026-11-28t06:00:00.123456z",
        "2026-11-28T06:00:00.123456789+05:45",
        "2024-02-29T23:59:59Z",
    ],
)
@pytest.mark.parametrize("path", [LIST, "completions"])
def test_any_real_moment_is_taken(reader: Reader, path: str, since: str) -> None:
    assert reader.get(path, since=since).status_code == 200


def test_cursors_are_good_for_their_walk_alone(cast: Cast, reader: Reader, cursor: str) -> None:
    """Not for another list, another token, another since, another day; and not once a letter is changed."""
    assert len(reader.rows(LIST, cursor=cursor)) == 2
    assert is_problem(reader.get("completions", cursor=cursor), 400, "invalid_cursor")
    other = Reader(new_token(cast)[1])
    assert is_problem(other.get(LIST, cursor=cursor), 400, "invalid_cursor")
    since = "2020-01-01T00:00:00Z"
    assert is_problem(reader.get(LIST, cursor=cursor, since=since), 400, "invalid_cursor")
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert is_problem(reader.get(LIST, cursor=cursor), 400, "invalid_cursor")


def test_a_cursor_keeps_its_since(reader: Reader, cursor: str) -> None:
    since = "2020-01-01T01:00:00+01:00"
    page = reader.get(LIST, since=since, limit=1).json()
    for more in ({}, {"since": since}, {"since": "2020-01-01T00:00:00Z"}):
        assert len(reader.rows(LIST, cursor=page["next_cursor"], **more)) == 2


def test_no_letter_of_a_cursor_can_be_changed(reader: Reader, cursor: str) -> None:
    for place in range(0, len(cursor), 5):
        changed = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
        assert is_problem(reader.get(LIST, cursor=changed), 400, "invalid_cursor"), place


@pytest.mark.parametrize("bad", ["", "x", ":", "a:b:c", "\x00", "é", "=" * 99, "A" * (CURSOR_MAX_CHARS + 1)])
def test_a_cursor_from_nowhere_is_refused(reader: Reader, bad: str) -> None:
    assert is_problem(reader.get(LIST, cursor=bad), 400, "invalid_cursor")


def test_a_cursor_signed_for_something_else_is_refused(reader: Reader) -> None:
    """The key signs sessions and links too; each with a salt of its own."""
    token = ApiToken.objects.get()
    place = [LIST, token.ref.hex, "", timezone.now().isoformat(), 0]
    assert is_problem(reader.get(LIST, cursor=signing.dumps(place, salt="another")), 400, "invalid_cursor")
    assert reader.get(LIST, cursor=signing.dumps(place, salt=SALT)).status_code == 200


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=1&limit=2", "repeated_parameter"),
        ("since=2026-11-28T06:00:00Z&since=2026-11-28T06:00:00Z", "repeated_parameter"),
        ("page=2", "unknown_parameter"),
        ("access_token=lp_x", "unknown_parameter"),
        ("%00=1", "unknown_parameter"),
        ("employee__name=Ada", "unknown_parameter"),
    ],
)
def test_parameters_are_those_of_the_description(reader: Reader, query: str, code: str) -> None:
    answer = reader.client.get(f"/api/v1/{LIST}?{query}", headers=reader.headers)
    assert is_problem(answer, 400, code)


def test_a_plus_that_became_a_space_is_explained(reader: Reader) -> None:
    answer = reader.client.get(f"/api/v1/{LIST}?since=2026-11-28T06:00:00+01:00", headers=reader.headers)
    assert "%2B" in answer.json()["detail"]
    escaped = quote("2026-11-28T06:00:00+01:00")
    assert reader.client.get(f"/api/v1/{LIST}?since={escaped}", headers=reader.headers).status_code == 200


@given(name=some.sampled_from(["limit", "since", "cursor"]), value=some.text(max_size=60))
def test_whatever_is_sent_is_understood_or_refused(name: str, value: str) -> None:
    sent = QueryDict(mutable=True)
    sent[name] = value
    with suppress(Problem):
        asked(sent, scope=Scope.ACKNOWLEDGEMENTS, token=UUID(int=0))
