"""Filters, orders and pages, in SQL; the answers are those of scim2-models' own evaluator."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from scim2_models import ScimFilter

from accounts.people.models import Employee
from accounts.scim.mapping import user_resource
from accounts.scim.schema import PERSON
from tests.accounts.scim.directory import WORK, Directory
from tests.factories.people import Cast

pytestmark = pytest.mark.django_db

FILTERS = [
    'userName eq "ALICE"',
    'userName ne "alice"',
    'userName sw "dave_"',
    'userName ew "_%"',
    'userName co "a"',
    'userName gt "b"',
    'userName le "carol"',
    'displayName eq "alice l"',
    "displayName eq null",
    "displayName ne null",
    'displayName co "%"',
    'displayName lt "c"',
    "displayName pr",
    "name pr",
    "name.givenName pr",
    'name.familyName eq "SMITH"',
    'externalId eq "X-1"',
    'externalId eq "x-1"',
    "active eq true",
    "active eq false",
    "not (active eq true)",
    "active pr",
    "emails pr",
    'emails eq "alice@hafenlicht.example"',
    'emails ne "alice@hafenlicht.example"',
    'emails co "HAFEN"',
    'emails.type eq "work"',
    "emails.primary eq true",
    'emails[type eq "work" and value co "alice"]',
    'emails[not (type eq "work")]',
    'emails[type eq "work"] and userName eq "Bob"',
    'meta.created gt "2000-01-01T00:00:00Z"',
    'meta.lastModified lt "2000-01-01T00:00:00Z"',
    f'{WORK}:employeeNumber eq "100"',
    f'{WORK}:employeeNumber gt "10"',
    f'{WORK}:department eq "sales"',
    'preferredLanguage sw "d"',
    'displayName eq "Alice L" or userName eq "Bob"',
    'userName eq "alice" and active eq false',
    "groups pr",
]


@pytest.fixture
def people(directory: Directory) -> list[Employee]:
    mail = [{"value": "alice@hafenlicht.example", "type": "work", "primary": True}]
    made = [
        directory.created(
            "alice",
            displayName="Alice L",
            externalId="X-1",
            name={"givenName": "Alice", "familyName": "Liddell"},
            emails=mail,
            preferredLanguage="de-DE",
            **{WORK: {"employeeNumber": "100", "department": "Sales"}},
        ),
        directory.created("Bob", active=False, emails=[{"value": "bob@hafenlicht.example"}]),
        directory.created("carol", name={"familyName": "smith"}, **{WORK: {"employeeNumber": "2"}}),
        directory.created("dave_%", displayName="50% off"),
    ]
    directory.group("Some", made[0])
    return made


def told(people: list[Employee]) -> list:
    found = Employee.objects.select_related("directory_entry", "department", "manager")
    rows = found.filter(pk__in=[person.pk for person in people])
    return [
        user_resource(row, [membership.group for membership in row.directory_memberships.all()])
        for row in rows
    ]


@pytest.mark.parametrize("filter_text", FILTERS)
def test_sql_finds_what_the_standard_says(
    directory: Directory, people: list[Employee], filter_text: str
) -> None:
    expected = {r.user_name for r in told(people) if ScimFilter[PERSON](filter_text).match(r)}
    found = {r["userName"] for r in directory.find(filter_text)}
    assert found & {r.user_name for r in told(people)} == expected


@pytest.mark.parametrize(
    "by", ["userName", "displayName", "name.familyName", "active", "emails", "meta.created"]
)
@pytest.mark.parametrize("order", ["ascending", "descending"])
def test_pages_of_an_order_hold_everybody_once(
    directory: Directory, people: list[Employee], by: str, order: str
) -> None:
    def page(start: int) -> list[str]:
        found = directory.find(sortBy=by, sortOrder=order, startIndex=start, count=2)
        return [one["userName"] for one in found]

    walked = [name for start in range(1, 20, 2) for name in page(start)]
    whole = [one["userName"] for one in directory.find(sortBy=by, sortOrder=order)]
    assert walked == whole
    assert len(set(walked)) == len(walked) >= 4
    if by == "userName":
        folded = [name.lower() for name in walked]
        assert folded == sorted(folded, reverse=order == "descending")


def test_whom_hr_put_on_record_is_found_too(directory: Directory, cast: Cast) -> None:
    found = directory.find(f'emails[type eq "work" and value eq "{cast.ben.email}"]')
    assert [(one["userName"], one["displayName"], one["active"]) for one in found] == [
        ("ben", cast.ben.name, True)
    ]
    assert directory.find('userName eq "BEN"')[0]["id"] == str(cast.ben.ref)


def test_people_and_groups_are_one_list_at_the_root(directory: Directory, people: list[Employee]) -> None:
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": 'displayName co "o"',
    }
    found = directory.ask("POST", ".search", body).json()["Resources"]
    assert {one["displayName"] for one in found} >= {"50% off", "Some"}
    whole = directory.ask("POST", ".search", {**body, "filter": "id pr"}).json()
    last = directory.ask("POST", ".search", {**body, "filter": "id pr", "startIndex": whole["totalResults"]})
    assert [one["displayName"] for one in last.json()["Resources"]] == ["Some"]
    assert directory.ask("POST", ".search", {**body, "sortBy": "displayName"}).status_code == 501


@pytest.mark.parametrize(
    "filter_text",
    ['userName eq "alice"', 'externalId eq "X-1"', 'emails.value eq "alice@hafenlicht.example"', "id"],
)
def test_what_names_one_person_is_looked_up_by_an_index(
    directory: Directory, people: list[Employee], filter_text: str
) -> None:
    if filter_text == "id":
        filter_text = f'id eq "{people[0].ref}"'
    with CaptureQueriesContext(connection) as captured:
        assert len(directory.find(filter_text)) == 1
    lookups = [
        query["sql"]
        for query in captured
        if query["sql"].startswith("SELECT") and "people_employee" in query["sql"]
    ]
    assert len(captured) <= 14
    for sql in lookups:
        with connection.cursor() as cursor:
            plan = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
            if connection.vendor != "sqlite":
                cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(plan + sql)
            steps = " ".join(str(row) for row in cursor.fetchall())
        assert "SCAN people_employee" not in steps, steps
        assert "Seq Scan on people_employee" not in steps, steps


def test_a_page_costs_the_same_for_many(directory: Directory, people: list[Employee]) -> None:
    with CaptureQueriesContext(connection) as few:
        directory.find(count=1)
    with CaptureQueriesContext(connection) as more:
        directory.find(count=50)
    assert len(more) == len(few) <= 10
