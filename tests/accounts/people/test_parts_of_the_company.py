"""A role may reach a part of the company only: HR of another entity meets nobody else's people."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people.choices import Role
from accounts.people.models import Employee, Entity
from accounts.people.operations import change_details, give_role, hire, leave, move
from accounts.people.permissions import can_manage_person, can_see_person
from portal.audit.rules import NotPermitted
from tests.factories.people import (
    Cast,
    EmployeeFactory,
    EntityFactory,
    LocationFactory,
    department,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere() -> Entity:
    return EntityFactory(name="Hafenlicht Austria GmbH")


@pytest.fixture
def helga(cast: Cast, elsewhere: Entity) -> Employee:
    """HR of the Austrian company only."""
    person = EmployeeFactory(name="Helga Gruber", entity=elsewhere)
    give_role(person=person, role=Role.HR, by=None, entity=elsewhere)
    return Employee.objects.get(pk=person.pk)


@pytest.fixture
def colleague(elsewhere: Entity) -> Employee:
    return EmployeeFactory(name="Cornelia Wien", entity=elsewhere)


def test_the_list_holds_the_people_of_ones_part(
    helga: Employee, colleague: Employee, cast: Cast, client: Client
) -> None:
    assert cast.ben
    people = signed_in(client, helga).get(reverse("people:person-list")).context["people"]
    assert {person.name for person in people} == {"Helga Gruber", "Cornelia Wien"}


@pytest.mark.parametrize("name", ["person-show", "person-edit"])
def test_other_people_are_not_found_and_the_page_tells_nothing(
    name: str, helga: Employee, colleague: Employee, cast: Cast, client: Client
) -> None:
    signed_in(client, helga)
    assert client.get(reverse(f"people:{name}", args=[colleague.ref])).status_code == 200
    answer = client.get(reverse(f"people:{name}", args=[cast.ben.ref]))
    assert answer.status_code == 404
    for fact in (cast.ben.name, cast.ben.personnel_number, cast.ben.login_id, str(cast.ben.department)):
        assert fact not in answer.content.decode()


def test_operations_refuse_what_the_pages_hide(
    helga: Employee, colleague: Employee, cast: Cast, elsewhere: Entity
) -> None:
    with pytest.raises(NotPermitted):
        change_details(person=cast.ben, name="Somebody else", by=helga)
    with pytest.raises(NotPermitted):
        leave(person=cast.ben, on=cast.ben.created_at.date(), by=helga)
    with pytest.raises(NotPermitted):
        move(person=colleague, entity=cast.ben.entity, by=helga)
    facts = {"name": "New", "department": department(), "location": LocationFactory()}
    with pytest.raises(NotPermitted):
        hire(entity=cast.ben.entity, by=helga, **facts)
    assert hire(entity=elsewhere, by=helga, **facts).entity == elsewhere


def test_the_form_says_that_the_role_does_not_reach(
    helga: Employee, colleague: Employee, cast: Cast, client: Client
) -> None:
    signed_in(client, helga)
    address = reverse("people:person-edit", args=[colleague.ref])
    facts = {
        "name": colleague.name,
        "language": "de",
        "entity": cast.ben.entity.pk,
        "department": colleague.department.pk,
        "location": colleague.location.pk,
        "employment": "internal",
    }
    assert "entity" in client.post(address, facts).context["form"].errors
    assert Employee.objects.get(pk=colleague.pk).entity == colleague.entity


def test_a_department_reaches_what_lies_below_it(cast: Cast) -> None:
    service = department("Customer service")
    team = service.add_child(name="Night shift")
    below = EmployeeFactory(department=team)
    give_role(person=cast.mara, role=Role.HR, by=None, department=service)
    mara = Employee.objects.get(pk=cast.mara.pk)
    assert can_see_person(mara, cast.ben)
    assert can_see_person(mara, below)
    assert not can_see_person(mara, cast.ada)
    assert set(Employee.objects.visible_to(mara)) == {cast.ben, cast.mara, below}


def test_parts_add_up_and_a_part_of_both_must_fit_both(cast: Cast, elsewhere: Entity) -> None:
    service, own = department("Customer service"), cast.ben.entity
    austrian = EmployeeFactory(department=service, entity=elsewhere)
    give_role(person=cast.mara, role=Role.HR, by=None, department=service, entity=elsewhere)
    mara = Employee.objects.get(pk=cast.mara.pk)
    assert [can_see_person(mara, person) for person in (austrian, cast.ben)] == [True, False]
    give_role(person=mara, role=Role.HR, by=None, department=service, entity=own)
    mara = Employee.objects.get(pk=cast.mara.pk)
    assert [can_see_person(mara, person) for person in (austrian, cast.ben)] == [True, True]


def test_predicate_and_list_never_differ(helga: Employee, colleague: Employee, cast: Cast) -> None:
    for by in (helga, cast.hanna, cast.ines, cast.ben):
        listed = set(Employee.objects.visible_to(by).values_list("pk", flat=True))
        kept = set(Employee.objects.manageable_by(by).values_list("pk", flat=True))
        for person in Employee.objects.select_related("department"):
            assert can_see_person(by, person) == (person.pk in listed), (by, person)
            assert can_manage_person(by, person) == (person.pk in kept), (by, person)


def test_hr_cannot_become_a_role_holder_by_resetting_their_sign_in(cast: Cast, client: Client) -> None:
    """Whoever removes an admin's second factor and holds the invitation would be that admin."""
    signed_in(client, cast.hanna)
    client.post(reverse("people:person-reset-sign-in", args=[cast.ines.ref]))
    assert Employee.objects.get(pk=cast.ines.pk).has_usable_password()
    answer = client.post(reverse("people:person-invite", args=[cast.ines.ref]), follow=True)
    assert "/invitation/" not in answer.content.decode()
