"""What a directory may send wrongly: every answer is one of SCIM, none is a 500."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client, override_settings
from django.utils import timezone

from accounts.scim.models import ScimToken
from accounts.scim.operations.tokens import revoke_token
from portal.audit.models import AuditEvent
from tests.accounts.scim.directory import ERROR, PATCH, USER, WORK, Directory, new_token
from tests.factories.people import Cast, signed_in

pytestmark = pytest.mark.django_db

LONG = "x" * 1_000_000
GET_USERS = ("GET", "Users")


def is_scim_error(response, status: int, scim_type: str | None = None) -> bool:
    body = response.json()
    return (
        response.status_code == status
        and body["schemas"] == [ERROR]
        and body["status"] == str(status)
        and (scim_type is None or body.get("scimType") == scim_type)
        and "no-store" in response["Cache-Control"]
        and response["Content-Type"] == "application/scim+json"
    )


@pytest.mark.parametrize(
    ("body", "scim_type"),
    [
        ({"userName": "a", "shoeSize": 44}, None),
        ({"userName": "a\0b"}, "invalidValue"),
        ({"userName": "n" * 300}, "invalidValue"),
        ({"userName": "a", "displayName": "n" * 301}, "invalidValue"),
        ({"userName": "a", "externalId": LONG[:5000]}, "invalidValue"),
        ({"userName": "  "}, "invalidValue"),
        ({}, None),
        ({"userName": "a", "emails": [{"value": "no address"}]}, "invalidValue"),
        ({"userName": "a", "active": "perhaps"}, "invalidValue"),
        ({"userName": "a", WORK: {"manager": {"value": "nobody"}}}, "invalidValue"),
        ({"userName": "a", WORK: {"employeeNumber": "9" * 65}}, "invalidValue"),
        ({"userName": ["a"]}, None),
    ],
)
def test_a_bad_person_is_refused(directory: Directory, body: dict, scim_type: str | None) -> None:
    response = directory.ask("POST", "Users", {"schemas": [USER], **body})
    assert is_scim_error(response, 400, scim_type), response.content


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"userName": "\\ud800"}', "[" * 100_000, '"\\u0000"', b"\xff\xfe"]
)
def test_a_body_that_is_no_resource_is_refused(directory: Directory, body: str | bytes) -> None:
    assert is_scim_error(directory.ask("POST", "Users", body), 400)


def test_a_name_of_three_hundred_letters_fits(directory: Directory) -> None:
    assert directory.created("long.name", displayName="ü" * 300).name == "ü" * 300


@pytest.mark.parametrize(
    ("change", "scim_type"),
    [
        ({"op": "replace", "path": "id", "value": "1"}, "mutability"),
        ({"op": "replace", "path": "groups", "value": [{"value": "1"}]}, "mutability"),
        ({"op": "replace", "path": "meta.created", "value": "2020-01-01T00:00:00Z"}, "mutability"),
        ({"op": "remove", "path": "userName"}, "mutability"),
        ({"op": "replace", "path": "shoeSize", "value": 44}, "invalidPath"),
        ({"op": "replace", "path": "(" * 1500, "value": 44}, "invalidPath"),
        ({"op": "replace", "path": LONG[:5000], "value": 44}, "invalidValue"),
        ({"op": "jump", "path": "displayName", "value": "x"}, None),
        ({"op": "replace", "path": "displayName", "value": "a\0b"}, "invalidValue"),
    ],
)
def test_a_bad_change_is_refused(directory: Directory, change: dict, scim_type: str | None) -> None:
    person = directory.created("steady", displayName="Steady")
    assert is_scim_error(directory.patch(person, change), 400, scim_type)
    person.refresh_from_db()
    assert person.name == "Steady"


@pytest.mark.parametrize(
    "filter_text",
    [
        f'userName eq "{LONG}"',
        "(" * 900 + 'userName eq "a"' + ")" * 900,
        'shoeSize eq "44"',
        'userName eq "a\0b"',
        "userName eq",
        "active gt true",
        'members co "x"',
        'groups.value sw "a"',
    ],
    ids=["a megabyte", "nested", "unknown", "NUL", "cut", "order of booleans", "groups'", "part of an id"],
)
def test_a_bad_filter_is_refused(directory: Directory, filter_text: str) -> None:
    headers = {"Authorization": f"Bearer {directory.secret}"}
    asked = directory.client.get("/scim/v2/Users", {"filter": filter_text}, headers=headers)
    posted = directory.ask("POST", "Users/.search", {"filter": filter_text})
    for response in (asked, posted):
        nested = filter_text.startswith("(") and response.status_code == 200
        assert nested or is_scim_error(response, 400), response.content[:300]


def test_a_huge_body_is_not_read(directory: Directory) -> None:
    assert is_scim_error(directory.ask("POST", "Users", '{"userName": "' + LONG * 6 + '"}'), 413)
    many = [{"op": "replace", "path": "displayName", "value": "x"}] * 1001
    assert is_scim_error(directory.ask("PATCH", "Users/x", {"schemas": [PATCH], "Operations": many}), 413)


@pytest.mark.parametrize("path", ["Users/x", "Users/a%00b", "Shoes", "Users/x/y/z", "Groups/1", "Me"])
def test_an_unknown_address_is_refused(directory: Directory, path: str) -> None:
    response = directory.ask("GET", path)
    assert is_scim_error(response, 501 if path == "Me" else 404)


def test_without_a_valid_token_nobody_is_let_in(directory: Directory, cast: Cast) -> None:
    token, revoked = new_token(cast)
    revoke_token(token=token, by=cast.ines)
    for secret in ("", "wrong", revoked, directory.secret[:-1]):
        response = Directory(secret).ask(*GET_USERS)
        assert is_scim_error(response, 401)
        assert response["WWW-Authenticate"].startswith("Bearer")
    assert AuditEvent.objects.filter(verb="scim.refused", object_id=str(token.ref)).exists()
    with time_machine.travel(timezone.now() + timedelta(days=32)):
        assert is_scim_error(directory.ask(*GET_USERS), 401)


def test_a_cookie_lets_nobody_in(cast: Cast) -> None:
    browser = signed_in(Client(), cast.ines)
    assert is_scim_error(browser.get("/scim/v2/Users"), 401)


def test_a_bearer_is_not_slowed_by_csrf_or_first_run(directory: Directory) -> None:
    strict = Client(enforce_csrf_checks=True)
    with override_settings(PORTAL_FIRST_RUN_PAGE=True):
        assert Directory(directory.secret, strict).create("by.machine").status_code == 201
        assert Client().get("/scim/v2/ServiceProviderConfig").status_code == 200


@time_machine.travel(timezone.now(), tick=False)
@override_settings(SCIM_REQUESTS_A_MINUTE=2, SCIM_REFUSALS_A_MINUTE=1)
def test_too_much_is_too_much(directory: Directory) -> None:
    answers = [directory.ask(*GET_USERS).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    wrong = Directory("wrong")
    assert [wrong.ask(*GET_USERS).status_code for _ in range(2)] == [401, 429]
    assert AuditEvent.objects.filter(verb="scim.refused").count() == 1


def test_the_trail_names_the_token(directory: Directory) -> None:
    """Audit: the actor of what a directory does is its token."""
    person = directory.created("watched")
    token = ScimToken.objects.get()
    written = AuditEvent.objects.filter(object_id=str(person.ref))
    assert set(written.values_list("actor", flat=True)) == {token.ref}
    assert token.last_used_at is not None
    assert directory.secret not in json.dumps(list(AuditEvent.objects.values_list("canonical", flat=True)))
    assert directory.secret != token.token_hash


def test_an_old_version_is_not_overwritten(directory: Directory) -> None:
    person = directory.created("versioned", displayName="One")
    etag = directory.ask("GET", f"Users/{person.ref}")["ETag"]
    change = {"op": "replace", "path": "displayName", "value": "Two"}
    unchanged = directory.ask("GET", f"Users/{person.ref}", headers={"If-None-Match": etag})
    assert unchanged.status_code == 304
    assert directory.patch(person, change, headers={"If-Match": etag}).status_code == 204
    assert is_scim_error(directory.patch(person, change, headers={"If-Match": etag}), 412)


def test_one_bad_operation_of_many_spoils_itself_only(directory: Directory) -> None:
    def add(at: int, name: str) -> dict:
        data = {"schemas": [USER], "userName": name}
        return {"method": "POST", "path": "/Users", "bulkId": str(at), "data": data}

    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [add(at, name) for at, name in enumerate(["one", "ONE", "n" * 300, "two"])],
    }
    outcome = directory.ask("POST", "Bulk", body).json()["Operations"]
    assert [one["status"] for one in outcome] == ["201", "409", "400", "201"]
    assert {found["userName"] for found in directory.find('userName sw "o" or userName eq "two"')} == {
        "one",
        "two",
    }


@override_settings(SCIM_IGNORE_UNKNOWN=True)
def test_unknown_attributes_can_be_passed_over(directory: Directory) -> None:
    from accounts.scim.protocol import service

    service.cache_clear()
    try:
        person = directory.created("tolerant", title="Chief", displayName="Tolerant")
    finally:
        service.cache_clear()
    assert person.name == "Tolerant"
