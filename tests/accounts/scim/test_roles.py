"""Groups of the directory give roles by rules that two people confirmed (P3)."""

import pytest

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations import confirm_role_rule, end_role_rule, propose_role_rule
from accounts.people.operations.roles import SecondPersonRequired
from accounts.scim.operations.groups import SOURCE, bring_roles_in_line
from tests.accounts.scim.directory import Directory
from tests.factories.people import Cast, EmployeeFactory

pytestmark = pytest.mark.django_db


def roles(person: Employee) -> set[str]:
    return set(Employee.objects.get(pk=person.pk).role_slugs)


def test_a_group_gives_a_role_once_two_agreed(directory: Directory, cast: Cast) -> None:
    """P3: a rule from SCIM groups to roles is confirmed by two, and follows the members from then on."""
    second = EmployeeFactory(roles=[Role.SYSTEM_ADMIN])
    person, other = directory.created("editor.one"), directory.created("editor.two")
    group = directory.group("Editors", person)
    rule = propose_role_rule(source=SOURCE, group="Editors", role=Role.EDITOR, by=cast.ines)
    bring_roles_in_line()
    assert roles(person) == set()
    with pytest.raises(SecondPersonRequired):
        confirm_role_rule(rule=rule, by=cast.ines)
    confirm_role_rule(rule=rule, by=second)
    bring_roles_in_line()
    assert roles(person) == {Role.EDITOR}

    swap = {"op": "replace", "path": "members", "value": [{"value": str(other.ref)}]}
    assert directory.change_group(group, swap).status_code == 204
    assert (roles(person), roles(other)) == (set(), {Role.EDITOR})
    rename = {"op": "replace", "path": "displayName", "value": "Others"}
    assert directory.change_group(group, rename).status_code == 204
    assert roles(other) == set()


def test_whoever_is_deleted_keeps_no_role(directory: Directory, cast: Cast) -> None:
    """P3: what came by a group goes with it."""
    second = EmployeeFactory(roles=[Role.SYSTEM_ADMIN])
    person = directory.created("editor.one")
    rule = propose_role_rule(source=SOURCE, group="Editors", role=Role.EDITOR, by=cast.ines)
    confirm_role_rule(rule=rule, by=second)
    directory.group("Editors", person)
    assert roles(person) == {Role.EDITOR}
    directory.delete(person)
    assert roles(person) == set()
    end_role_rule(rule=rule, by=cast.ines)


def test_a_group_takes_people_it_knows_only(directory: Directory) -> None:
    body = {"displayName": "Ghosts", "members": [{"value": "7f1de5a2-0000-4000-8000-000000000000"}]}
    schema = "urn:ietf:params:scim:schemas:core:2.0:Group"
    assert directory.ask("POST", "Groups", {"schemas": [schema], **body}).status_code == 400
    assert directory.find(kind="Groups") == []
