"""What a directory does to people, as laws and as it is seen from outside."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.people.choices import Role, Status
from accounts.people.models import Audience, AudienceMember, Department, Employee
from accounts.people.operations import define_audience
from accounts.scim.models import DirectoryLeaving
from accounts.scim.operations.leavings import let_them_leave, let_them_stay
from guidelines.policies.models import Acknowledgement
from guidelines.policies.operations import acknowledge
from portal.audit.models import AuditEvent
from tests.accounts.scim.directory import WORK, Directory, person_of
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, department, signed_in
from tests.factories.policies import read, release, request_of

pytestmark = pytest.mark.django_db


def audience_of(name: str) -> Audience:
    clauses = [{"department": department(name)}]
    return define_audience(slug=name.lower(), name=name, clauses=clauses, by=None)


def members(audience: Audience) -> set[str]:
    found = AudienceMember.objects.filter(audience=audience)
    return set(found.values_list("employee__directory_entry__user_name", flat=True))


def test_a_person_is_put_on_record(directory: Directory, cast: Cast) -> None:
    person = directory.created(
        "Anna.Schmidt",
        externalId="e-1",
        displayName="Anna Schmidt",
        emails=[{"value": "Anna.Schmidt@hafenlicht.example", "type": "work", "primary": True}],
        preferredLanguage="en-GB",
        timezone="Europe/Lisbon",
        active=True,
        **{WORK: {"employeeNumber": "4711", "department": "Sales", "manager": {"value": str(cast.mara.ref)}}},
    )
    assert (person.name, person.email) == ("Anna Schmidt", "anna.schmidt@hafenlicht.example")
    assert (person.language, person.zone, person.personnel_number) == ("en", "Europe/Lisbon", "4711")
    assert (person.department.name, person.manager, person.status) == ("Sales", cast.mara, Status.INVITED)
    assert person.login_id == "anna.schmidt"


@pytest.mark.parametrize("active", [True, False, None])
def test_the_answer_to_creating_is_what_is_stored(directory: Directory, cast: Cast, active: bool) -> None:
    """Made from what is at hand; read again it says the same, to the version."""
    facts = {
        "externalId": "e-7",
        "name": {"givenName": "Anna", "familyName": "Schmidt"},
        "emails": [{"value": "Anna.S@hafenlicht.example", "type": "work"}],
        "active": active,
        WORK: {"employeeNumber": "4711", "manager": {"value": str(cast.mara.ref)}},
    }
    answer = directory.create("anna", **facts)
    stored = directory.ask("GET", f"Users/{answer.json()['id']}")
    assert answer.status_code == 201
    assert answer.json() == stored.json()
    assert answer["ETag"] == stored["ETag"]
    assert directory.delete(person_of(answer)).status_code == 204
    back = directory.create("anna", **facts)
    assert back.json() == directory.ask("GET", f"Users/{answer.json()['id']}").json()


def test_adding_somebody_takes_few_statements(
    directory: Directory, cast: Cast, django_assert_max_num_queries: Callable
) -> None:
    """What 50 ms beside 100 000 people leave room for; a guideline more costs five, an audience more two."""
    release(editor=cast.edda, approver=cast.falk)
    directory.created("first")
    # The token; the transaction, the operation and hiring as parts of it (6).
    # Is the name taken as a login id, as a user name; was it deleted here before; the company's department.
    # The person and their address (2).
    # Audiences locked, their clauses, when they were refreshed (3); joining as history and as membership (2).
    # Guidelines locked, then with their versions (2); requests to close, places, requests, due dates (4).
    # The directory's words; the groups of the answer.
    # The chain: its head, the rows, the head again (3).
    with django_assert_max_num_queries(29):
        assert directory.create("second", emails=[{"value": "second@hafenlicht.example"}]).status_code == 201


def test_a_department_may_have_another_name_in_the_directory(directory: Directory) -> None:
    department("Sales").other_names.create(name="DE-4711 Vertrieb")
    count = Department.objects.count()
    person = directory.created("ada2", **{WORK: {"department": "DE-4711 Vertrieb"}})
    assert person.department.name == "Sales"
    assert Department.objects.count() == count


def test_a_user_name_that_is_no_login_id_gets_one_of_ours(directory: Directory) -> None:
    person = directory.created("anna.schmidt@hafenlicht.example")
    assert len(person.login_id) == 8
    assert directory.find('userName eq "ANNA.schmidt@hafenlicht.example"')[0]["id"] == str(person.ref)


def test_joining_and_moving_change_duties(directory: Directory) -> None:
    """P1: whom the directory adds or moves is asked what the audience's rule says, and nothing else."""
    sales, service = audience_of("Sales"), audience_of("Service")
    person = directory.created("ada2", **{WORK: {"department": "Sales"}})
    assert (members(sales), members(service)) == ({"ada2"}, set())
    moved = directory.patch(person, {"op": "replace", "path": f"{WORK}:department", "value": "Service"})
    assert moved.status_code == 204
    assert (members(sales), members(service)) == (set(), {"ada2"})
    directory.switch(person, active=False)
    assert members(service) == set()
    directory.switch(person, active=True)
    assert members(service) == {"ada2"}


def test_a_group_changes_duties(directory: Directory) -> None:
    """P1: an audience over a group of the directory follows its members."""
    one, two = directory.created("one"), directory.created("two")
    group = directory.group("Social media team", one)
    audience = define_audience(
        slug="team", name="Team", clauses=[{"attribute": f"group-{group.replace('-', '')}"}], by=None
    )
    assert members(audience) == {"one"}
    add = {"op": "add", "path": "members", "value": [{"value": str(two.ref)}]}
    remove = {"op": "remove", "path": f'members[value eq "{one.ref}"]'}
    assert directory.change_group(group, add, remove).status_code == 204
    assert members(audience) == {"two"}
    assert directory.ask("DELETE", f"Groups/{group}").status_code == 204
    assert members(audience) == set()


def test_deleting_somebody_keeps_their_evidence(directory: Directory, cast: Cast) -> None:
    """P2: DELETE ends sign-in and leaves every acknowledgement and every row of the trail in place."""
    version = release(editor=cast.edda, approver=cast.falk)
    person = directory.created("leaver")
    assert version.policy == request_of(person).policy
    given = acknowledge(
        request=request_of(person), read=read(request_of(person)), authenticated="password", by=person
    )
    before = AuditEvent.objects.filter(object_id=str(person.ref)).count()
    assert directory.delete(person).status_code == 204
    person.refresh_from_db()
    assert person.status == Status.LEFT
    assert Acknowledgement.objects.filter(pk=given.pk).exists()
    assert AuditEvent.objects.filter(object_id=str(person.ref)).count() > before
    assert directory.ask("GET", f"Users/{person.ref}").status_code == 404
    assert directory.delete(person).status_code == 404


def test_deactivation_ends_sessions_on_the_next_request(directory: Directory, cast: Cast) -> None:
    browser = signed_in(Client(), cast.ben, mfa=False)
    home = reverse("people:my-settings")
    assert browser.get(home).status_code == 200
    directory.switch(cast.ben, active=False)
    assert browser.get(home).status_code == 302
    cast.ben.refresh_from_db()
    assert cast.ben.status == Status.LEFT


@override_settings(SCIM_LEAVERS_AN_HOUR=1)
def test_many_leavers_wait_for_a_person(directory: Directory, cast: Cast) -> None:
    """P1: sign-in ends at once for all, and duties stay as they are until a person has looked."""
    everybody = define_audience(slug="all", name="All", clauses=[{}], by=None)
    browser = signed_in(Client(), cast.ben, mfa=False)
    for person in (cast.ada, cast.ben):
        assert directory.switch(person, active=False).status_code == 204
    cast.ben.refresh_from_db()
    assert (cast.ben.status, cast.ben.is_active) == (Status.ACTIVE, False)
    assert browser.get(reverse("people:my-settings")).status_code == 302
    assert AudienceMember.objects.filter(audience=everybody, employee=cast.ben).exists()
    waiting = DirectoryLeaving.objects.waiting()
    assert [leaving.employee for leaving in waiting] == [cast.ben]
    assert let_them_leave(leavings=waiting, by=cast.hanna) == 1
    cast.ben.refresh_from_db()
    assert cast.ben.status == Status.LEFT
    assert not AudienceMember.objects.filter(audience=everybody, employee=cast.ben).exists()


@override_settings(SCIM_LEAVERS_AN_HOUR=0)
@pytest.mark.parametrize("who", ["a person", "the directory"])
def test_a_mistake_is_taken_back_without_loss(directory: Directory, cast: Cast, who: str) -> None:
    cast.anton.refresh_from_db()
    old = signed_in(Client(), cast.anton)
    directory.switch(cast.anton, active=False)
    assert directory.find(f'id eq "{cast.anton.ref}"')[0]["active"] is False
    if who == "a person":
        let_them_stay(leavings=DirectoryLeaving.objects.all(), by=cast.hanna)
    else:
        directory.switch(cast.anton, active=True)
    person = Employee.objects.get(pk=cast.anton.pk)
    assert (person.status, person.is_active, person.password) == (Status.ACTIVE, True, cast.anton.password)
    assert Role.ACCOUNT_ADMIN in person.role_slugs
    assert old.get(reverse("people:my-settings")).status_code == 302, "an old cookie stays dead"
    assert not DirectoryLeaving.objects.waiting().exists()


def test_the_last_system_admin_stays(directory: Directory, cast: Cast) -> None:
    """P3: a directory cannot remove the last system admin either; the refusal says why."""
    response = directory.delete(cast.ines)
    assert (response.status_code, "last system admin" in response.json()["detail"]) == (403, True)
    assert directory.switch(cast.ines, active=False).status_code == 403
    assert Employee.objects.who_may_sign_in().filter(pk=cast.ines.pk).exists()


def test_whoever_comes_back_is_the_same_person(directory: Directory) -> None:
    first = directory.created("returner", externalId="x-9", **{WORK: {"employeeNumber": "9"}})
    directory.delete(first)
    again = directory.created("returner", externalId="x-9", **{WORK: {"employeeNumber": "9"}})
    assert (again.pk, again.status) == (first.pk, Status.INVITED)


def test_a_name_that_is_given_to_somebody_else_is_another_person(directory: Directory) -> None:
    first = directory.created("anna", externalId="x-1", **{WORK: {"employeeNumber": "1"}})
    directory.delete(first)
    other = directory.created("anna", externalId="x-1", **{WORK: {"employeeNumber": "2"}})
    assert other.pk != first.pk


def test_what_the_person_chose_is_left_alone(directory: Directory) -> None:
    person = directory.created("chooser", preferredLanguage="de", displayName="Chooser")
    Employee.objects.filter(pk=person.pk).update(language="en")
    directory.patch(person, {"op": "replace", "path": "displayName", "value": "Somebody new"})
    person.refresh_from_db()
    assert (person.language, person.name) == ("en", "Somebody new")


def test_a_clash_is_never_merged(directory: Directory, cast: Cast) -> None:
    everybody = {cast.ada.pk, *Employee.objects.values_list("pk", flat=True)}
    email = [{"value": "ada@hafenlicht.example", "type": "work"}]
    for response in (directory.create("someone", emails=email), directory.create("ADA")):
        assert (response.status_code, response.json()["scimType"]) == (409, "uniqueness")
    assert set(Employee.objects.values_list("pk", flat=True)) == everybody


def test_private_addresses_are_not_kept(directory: Directory) -> None:
    emails = [
        {"value": "home@private.example", "type": "home", "primary": True},
        {"value": "work@hafenlicht.example", "type": "work"},
    ]
    assert directory.created("two.mails", emails=emails).email == "work@hafenlicht.example"
    assert directory.created("one.mail", emails=emails[:1]).email is None


def test_a_token_sees_its_own_entity_only(directory: Directory) -> None:
    other = EmployeeFactory(entity=EntityFactory(name="Schwester GmbH"))
    assert directory.ask("GET", f"Users/{other.ref}").status_code == 404
    assert directory.switch(other, active=False).status_code == 404
    assert directory.find(f'emails eq "{other.email}"') == []


def test_managers_make_no_circle(directory: Directory) -> None:
    boss = directory.created("boss")
    worker = directory.created("worker", **{WORK: {"manager": {"value": str(boss.ref)}}})
    for manager in (worker.ref, boss.ref):
        change = {"op": "add", "path": f"{WORK}:manager", "value": str(manager)}
        assert directory.patch(boss, change).status_code == 400


def test_departments_are_found_by_name_or_made(directory: Directory) -> None:
    department("Sales")
    count = Department.objects.count()
    assert directory.created("a1", **{WORK: {"department": "SALES"}}).department.name == "Sales"
    assert Department.objects.count() == count
    new = directory.created("a2", **{WORK: {"department": "Research"}}).department
    assert (new.name, new.depth) == ("Research", 2)


def test_a_planned_leaving_is_no_business_of_the_directory(directory: Directory) -> None:
    """Nothing of it is told, whatever is asked for."""
    person = EmployeeFactory(leaves_on=timezone.localdate() + timedelta(days=30))
    answer = directory.ask("GET", f"Users/{person.ref}").content.decode()
    assert str(person.leaves_on) not in answer


def test_an_inactive_newcomer_cannot_sign_in(directory: Directory) -> None:
    person = person_of(directory.create("not.yet", active=False))
    assert (person.status, person.is_active) == (Status.LEFT, False)
