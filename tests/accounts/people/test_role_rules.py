"""P3: rules by which a directory's groups give roles are confirmed by two."""

import pytest

from accounts.people.choices import Role
from accounts.people.models import Employee, RoleRule
from accounts.people.operations import (
    apply_role_rules,
    confirm_role_rule,
    decline_role_rule,
    end_role_rule,
    give_role,
    propose_role_rule,
    take_role,
)
from accounts.people.operations.role_rules import RuleExists
from accounts.people.operations.roles import LastSystemAdmin, NoLongerWaiting, SecondPersonRequired
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories.people import Cast, EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_admin(cast: Cast) -> Employee:
    _ = cast.ines
    return EmployeeFactory(name="Otto Admin", roles=[Role.SYSTEM_ADMIN])


def rule(cast: Cast, other_admin: Employee, role: Role = Role.HR, group: str = "People Ops") -> RoleRule:
    """A rule in force."""
    proposed = propose_role_rule(source="scim", group=group, role=role, by=cast.ines)
    confirm_role_rule(rule=proposed, by=other_admin)
    return proposed


def roles_of(person: Employee) -> set[str]:
    return set(Employee.objects.get(pk=person.pk).role_slugs)


def test_p3_a_rule_works_once_a_second_admin_confirmed_it(cast: Cast, other_admin: Employee) -> None:
    """P3: mapping rules are themselves confirmed by two."""
    proposed = propose_role_rule(source="scim", group="People Ops", role=Role.HR, by=cast.ines)
    apply_role_rules(person=cast.ben, source="scim", groups=["People Ops"])
    assert roles_of(cast.ben) == set()
    with pytest.raises(SecondPersonRequired):
        confirm_role_rule(rule=proposed, by=cast.ines)
    with pytest.raises(NotPermitted):
        confirm_role_rule(rule=proposed, by=cast.hanna)
    confirm_role_rule(rule=proposed, by=other_admin)
    apply_role_rules(person=cast.ben, source="scim", groups=["People Ops", "Choir"])
    assert roles_of(cast.ben) == {"hr"}


def test_p3_an_only_admin_makes_no_rule_alone(cast: Cast) -> None:
    """P3: a rule gives roles to people nobody has named yet, so one admin never suffices."""
    proposed = propose_role_rule(source="scim", group="People Ops", role=Role.HR, by=cast.ines)
    assert not RoleRule.objects.in_force().exists()
    decline_role_rule(rule=proposed, by=cast.ines)
    with pytest.raises(NoLongerWaiting):
        confirm_role_rule(rule=proposed, by=cast.ines)


def test_leaving_the_group_takes_what_the_rule_gave_and_nothing_else(
    cast: Cast, other_admin: Employee
) -> None:
    rule(cast, other_admin)
    rule(cast, other_admin, role=Role.EDITOR, group="Writers")
    give_role(person=cast.ben, role=Role.EDITOR, by=None)
    apply_role_rules(person=cast.ben, source="scim", groups=["People Ops", "Writers"])
    assert roles_of(cast.ben) == {"hr", "editor"}
    apply_role_rules(person=cast.ben, source="oidc:entra", groups=[])
    assert roles_of(cast.ben) == {"hr", "editor"}
    apply_role_rules(person=cast.ben, source="scim", groups=[])
    assert roles_of(cast.ben) == {"editor"}


def test_the_same_groups_again_change_nothing(cast: Cast, other_admin: Employee) -> None:
    rule(cast, other_admin)
    apply_role_rules(person=cast.ben, source="scim", groups=["People Ops"])
    epoch, rows = Employee.objects.get(pk=cast.ben.pk).session_epoch, AuditEvent.objects.count()
    apply_role_rules(person=cast.ben, source="scim", groups=["People Ops"])
    assert Employee.objects.get(pk=cast.ben.pk).session_epoch == epoch
    assert AuditEvent.objects.count() == rows


def test_p3_no_directory_removes_the_last_system_admin(cast: Cast, other_admin: Employee) -> None:
    """P3: the last system admin cannot be removed, by a rule neither; the trail says that it was tried."""
    made = rule(cast, other_admin, role=Role.SYSTEM_ADMIN, group="Admins")
    apply_role_rules(person=cast.ben, source="scim", groups=["Admins"])
    for admin in (cast.ines, other_admin):
        take_role(person=admin, role=Role.SYSTEM_ADMIN, by=None)
    apply_role_rules(person=cast.ben, source="scim", groups=[])
    assert roles_of(cast.ben) == {"system-admin"}
    assert AuditEvent.objects.filter(verb="role.kept", object_id=str(cast.ben.ref)).exists()
    with pytest.raises(LastSystemAdmin):
        end_role_rule(rule=made, by=Employee.objects.get(pk=cast.ben.pk))


def test_ending_a_rule_takes_the_roles_it_gave(cast: Cast, other_admin: Employee) -> None:
    made = rule(cast, other_admin)
    apply_role_rules(person=cast.ben, source="scim", groups=["People Ops"])
    end_role_rule(rule=made, by=cast.ines)
    assert roles_of(cast.ben) == set()
    apply_role_rules(person=cast.ben, source="scim", groups=["People Ops"])
    assert roles_of(cast.ben) == set()


def test_a_rule_is_made_once(cast: Cast, other_admin: Employee) -> None:
    rule(cast, other_admin)
    with pytest.raises(RuleExists):
        propose_role_rule(source="scim", group="People Ops", role=Role.HR, by=cast.ines)
