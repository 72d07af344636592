"""The description is true: real answers and real refusals are what it says, and nothing more."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from jsonschema import Draft202012Validator, ValidationError

from guidelines.policies.choices import StatementKind
from guidelines.policies.operations import acknowledge, acknowledge_under_reservation, withdraw_consent
from reports.api.choices import Scope
from reports.api.openapi import description
from reports.evidence.operations import issue_evidence
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.policies import read, release, request_of
from tests.reports.api.completed import completed, required, revoke, version_of
from tests.reports.api.reader import Reader, new_token

pytestmark = pytest.mark.django_db


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        part = list(part.values())
    for inner in part if isinstance(part, list) else []:
        yield from references(inner)


def found_at(document: dict[str, Any], reference: str) -> Any:
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def check(answer: HttpResponse, path: str) -> None:
    """Raise `ValidationError` unless `answer` is one that the description names for `path`."""
    document = description()
    said = document["paths"][path]["get"]["responses"][str(answer.status_code)]
    said = found_at(document, said["$ref"]) if "$ref" in said else said
    (media, content), *others = said["content"].items()
    assert (others, answer["Content-Type"]) == ([], media)
    assert set(said.get("headers", {})) <= set(answer.headers)
    schema = {**content["schema"], "components": document["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer.json())


def test_it_holds_together() -> None:
    """Every reference leads somewhere, every schema is one, and no operation shares its name."""
    document = description()
    assert document["openapi"] == "3.1.0"
    assert [found_at(document, reference) for reference in references(document)]
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert set(document["paths"]) == {f"/{scope.value}" for scope in Scope}
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(set(names)) == len(names)


def test_it_is_for_everybody_and_can_be_kept(cast: Cast) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert json.loads(answer.content) == description()
    assert answer["Cache-Control"] == "public, max-age=300"
    again = Client().get("/api/v1/openapi.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_real_acknowledgements_are_as_described(cast: Cast, reader: Reader) -> None:
    people = [EmployeeFactory(personnel_number="") for _number in range(3)]
    release(editor=cast.edda, approver=cast.falk)
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    first, second, third = people
    for person in (first, second):
        for request in person.acknowledgement_requests.all():
            acknowledge(request=request, read=read(request), authenticated="passkey", by=person)
    consent = first.acknowledgements.get(statement_kind=StatementKind.CONSENT)
    withdraw_consent(acknowledgement=consent, by=first)
    issue_evidence(consent)
    second.acknowledgements.first().record.delete()
    doubted = third.acknowledgement_requests.exclude(due_on=None).get()
    acknowledge_under_reservation(
        request=doubted, read=read(doubted), reason="Unclear.", authenticated="passkey", by=third
    )
    answer = reader.get("acknowledgements")
    assert len(answer.json()["data"]) == 5
    check(answer, "/acknowledgements")
    check(reader.get("acknowledgements", limit=1), "/acknowledgements")


def test_real_completions_are_as_described(cast: Cast, reader: Reader) -> None:
    requirement = required(cast.hanna)
    completed(cast.ada, requirement, version=version_of(requirement.course, cast.edda), valid_until=None)
    revoke(completed(cast.ben, requirement), date(2027, 1, 1))
    completed(cast.mara, requirement).record.delete()
    answer = reader.get("completions")
    assert len(answer.json()["data"]) == 3
    check(answer, "/completions")


@override_settings(API_CALLS_A_MINUTE=3)
def test_real_refusals_are_as_described(cast: Cast, reader: Reader) -> None:
    path = "acknowledgements"
    narrow = Reader(new_token(cast, scopes=(Scope.COMPLETIONS,))[1])
    refusals = [
        Client().get(f"/api/v1/{path}"),
        Reader("lp_wrong").get(path),
        narrow.get(path),
        reader.get(path, limit=0),
        reader.get(path, since="x"),
        reader.get(path, cursor="x"),
        reader.get(path),
        reader.get(path),
        Client().post(f"/api/v1/{path}"),
    ]
    assert [answer.status_code for answer in refusals] == [401, 401, 403, 400, 400, 400, 429, 429, 405]
    for answer in refusals:
        check(answer, f"/{path}")


def test_a_row_that_says_too_much_is_found(cast: Cast, reader: Reader) -> None:
    """The check can fail: a member that nobody declared is refused."""
    _ = cast.ada
    release(editor=cast.edda, approver=cast.falk)
    request = request_of(cast.ada)
    acknowledge(request=request, read=read(request), authenticated="passkey", by=cast.ada)
    answer = reader.get("acknowledgements")
    said = answer.json()
    said["data"][0]["person"]["email"] = "ada@hafenlicht.example"
    answer.json = lambda: said
    with pytest.raises(ValidationError):
        check(answer, "/acknowledgements")
