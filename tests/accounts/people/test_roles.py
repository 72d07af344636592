"""P3: who gives roles, what takes two, and who always stays."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.people.choices import LIMITABLE, Decision, Role
from accounts.people.models import Employee, RoleHolding, RoleProposal
from accounts.people.operations import (
    bring_back,
    confirm_role,
    decline_role,
    give_role,
    leave,
    propose_role_rule,
    take_role,
)
from accounts.people.operations.roles import (
    HasNoPart,
    LastSystemAdmin,
    NoLongerWaiting,
    NotToOneself,
    RoleReachesEverybody,
    SecondPersonRequired,
)
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from tests.factories.people import Cast, EmployeeFactory, EntityFactory, department

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_admin(cast: Cast) -> Employee:
    _ = cast.ines
    return EmployeeFactory(name="Otto Admin", roles=[Role.SYSTEM_ADMIN])


def stored(person: Employee) -> Employee:
    return Employee.objects.get(pk=person.pk)


def test_p3_an_only_admin_gives_roles_alone(cast: Cast) -> None:
    """P3: with one system admin there is nobody to ask."""
    assert give_role(person=cast.ben, role=Role.HR, by=cast.ines) is None
    assert stored(cast.ben).role_slugs == {"hr"}


@pytest.mark.parametrize("role", Role)
def test_p3_with_two_admins_a_powerful_role_waits(role: Role, cast: Cast, other_admin: Employee) -> None:
    """P3: a powerful role needs a second person as soon as two admins exist."""
    proposal = give_role(person=cast.ben, role=role, by=cast.ines)
    assert proposal is not None
    assert stored(cast.ben).role_slugs == set()
    with pytest.raises(SecondPersonRequired):
        confirm_role(proposal=proposal, by=cast.ines)
    with pytest.raises(NotPermitted):
        confirm_role(proposal=proposal, by=cast.hanna)
    confirm_role(proposal=proposal, by=other_admin)
    assert stored(cast.ben).role_slugs == {role.value}
    row = AuditEvent.objects.filter(verb="role.given").latest("seq")
    assert (row.actor, row.on_behalf_of) == (other_admin.ref, cast.ines.ref)


def test_p3_nobody_confirms_their_own_role(cast: Cast, other_admin: Employee) -> None:
    """P3: a system admin may give any role except to themself, in two steps neither."""
    with pytest.raises(NotToOneself):
        give_role(person=cast.ines, role=Role.HR, by=cast.ines)
    proposal = give_role(person=other_admin, role=Role.HR, by=cast.ines)
    with pytest.raises(NotToOneself):
        confirm_role(proposal=proposal, by=other_admin)
    assert stored(other_admin).role_slugs == {"system-admin"}


def test_p3_a_proposal_is_declined_withdrawn_or_expires(cast: Cast, other_admin: Employee) -> None:
    """P3: what the second person did not confirm gives nothing."""
    declined = give_role(person=cast.ben, role=Role.HR, by=cast.ines)
    decline_role(proposal=declined, by=other_admin)
    withdrawn = give_role(person=cast.ben, role=Role.HR, by=cast.ines)
    decline_role(proposal=withdrawn, by=cast.ines)
    expired = give_role(person=cast.ben, role=Role.HR, by=cast.ines)
    with time_machine.travel(timezone.now() + timedelta(days=8)), pytest.raises(NoLongerWaiting):
        confirm_role(proposal=expired, by=other_admin)
    for proposal in (declined, withdrawn):
        with pytest.raises(NoLongerWaiting):
            confirm_role(proposal=proposal, by=other_admin)
    decisions = RoleProposal.objects.order_by("pk").values_list("decision", flat=True)
    assert list(decisions) == [Decision.DECLINED, Decision.WITHDRAWN, ""]
    assert stored(cast.ben).role_slugs == set()


def test_p3_taking_a_role_ends_what_waits_for_it(cast: Cast, other_admin: Employee) -> None:
    """P3: a proposal from before does not bring a taken role back."""
    proposal = give_role(person=cast.ben, role=Role.HR, by=cast.ines)
    take_role(person=cast.ben, role=Role.HR, by=other_admin)
    with pytest.raises(NoLongerWaiting):
        confirm_role(proposal=proposal, by=other_admin)


def test_p3_the_database_refuses_one_person_for_two(cast: Cast, other_admin: Employee) -> None:
    """P3: not even a row written by hand may name one person as both."""
    proposal = give_role(person=cast.ben, role=Role.HR, by=cast.ines)
    rows = RoleProposal.objects.filter(pk=proposal.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decision=Decision.CONFIRMED, decided_by=cast.ines, decided_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decision=Decision.CONFIRMED)


def test_p3_the_last_system_admin_stays(cast: Cast, other_admin: Employee) -> None:
    """P3: the last system admin can neither lose the role nor leave."""
    take_role(person=cast.ines, role=Role.SYSTEM_ADMIN, by=other_admin)
    with pytest.raises(LastSystemAdmin):
        leave(person=other_admin, on=timezone.localdate(), by=None)
    with pytest.raises(LastSystemAdmin):
        take_role(person=other_admin, role=Role.SYSTEM_ADMIN, by=None)
    assert stored(other_admin).is_active


def test_who_left_gets_no_role_and_comes_back_without(cast: Cast) -> None:
    with pytest.raises(HasNoPart):
        give_role(person=cast.dirk, role=Role.HR, by=None)
    leave(person=cast.hanna, on=timezone.localdate(), by=None)
    bring_back(person=cast.hanna, by=None)
    assert stored(cast.hanna).role_slugs == set()
    assert not stored(cast.hanna).groups.exists()


def test_groups_follow_the_holdings(cast: Cast) -> None:
    """Wagtail's rights hang on Django's groups, the portal's on the holdings: they say the same."""
    own, other = EntityFactory(), EntityFactory(name="Hafenlicht Austria GmbH")
    give_role(person=cast.ben, role=Role.EDITOR, by=None)
    give_role(person=cast.ben, role=Role.HR, by=None, entity=own)
    give_role(person=cast.ben, role=Role.HR, by=None, entity=other)
    names = set(stored(cast.ben).groups.values_list("name", flat=True))
    assert names == set(stored(cast.ben).role_slugs) == {"editor", "hr"}
    take_role(person=cast.ben, role=Role.HR, by=None)
    assert set(stored(cast.ben).groups.values_list("name", flat=True)) == {"editor"}
    assert Group.objects.count() >= len(Role)


def test_an_unlimited_role_takes_the_place_of_its_limits(cast: Cast) -> None:
    give_role(person=cast.ben, role=Role.HR, by=None, entity=EntityFactory())
    give_role(person=cast.ben, role=Role.HR, by=None)
    give_role(person=cast.ben, role=Role.HR, by=None)
    assert not RoleHolding.objects.get(person=cast.ben).is_limited


@pytest.mark.parametrize("role", sorted(set(Role) - LIMITABLE))
def test_only_roles_that_ask_for_every_person_are_limited(role: Role, cast: Cast) -> None:
    """By hand or by rule, by entity or by department: a limit that no page keeps is refused, not believed."""
    for part in ({"entity": EntityFactory()}, {"department": department()}):
        with pytest.raises(RoleReachesEverybody):
            give_role(person=cast.ben, role=role, by=cast.ines, **part)
        with pytest.raises(RoleReachesEverybody):
            propose_role_rule(source="scim", group="Some", role=role, by=cast.ines, **part)
    assert not RoleHolding.objects.filter(person=cast.ben).exists()


@pytest.mark.parametrize("role", sorted(LIMITABLE))
def test_roles_that_ask_for_every_person_can_be_limited(role: Role, cast: Cast) -> None:
    give_role(person=cast.ben, role=role, by=None, entity=EntityFactory())
    assert RoleHolding.objects.get(person=cast.ben).is_limited
