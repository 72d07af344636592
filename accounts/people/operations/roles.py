"""Who may do what. A system admin gives roles to anybody but themself, and not alone (P3)."""

from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import EMPLOYED, LIMITABLE, Decision, Role
from accounts.people.models import Department, Employee, Entity, RoleHolding, RoleProposal, RoleRule
from accounts.people.operations.audiences import refresh_audiences
from accounts.people.operations.sign_in import end_sessions
from accounts.people.permissions import POWERFUL, can_give_roles
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record

P = TypeVar("P", RoleProposal, RoleRule)


class NotToOneself(RuleBroken):
    message = _("Nobody can change their own roles. Another system admin can do it.")


class LastSystemAdmin(RuleBroken):
    message = _("This is the last system admin. Give the role to somebody else first.")


class SecondPersonRequired(RuleBroken):
    message = _("Somebody else has to decide this: not who proposed it.")


class NoLongerWaiting(RuleBroken):
    message = _("This has already been decided, or it waited too long. Please propose it again.")


class RoleReachesEverybody(RuleBroken):
    message = _("This role cannot be limited to a part of the company.")


class HasNoPart(RuleBroken):
    message = _("Roles are for people who work here.")


@operation(refused="role.refused")
def give_role(
    *,
    person: Employee,
    role: Role,
    by: Employee | None,
    entity: Entity | None = None,
    department: Department | None = None,
) -> RoleProposal | None:
    """Give `role` to `person`, everywhere or within a part of the company; `by=None` is the set-up itself.

    As soon as there are two system admins, a powerful role waits for the other one: then nothing is given
    yet and the proposal is returned. Raises `NotToOneself`, `NotPermitted`, `RoleReachesEverybody`,
    `HasNoPart`.
    """
    _require_giver(person, by)
    _require_fit(person, role, limited=bool(entity or department))
    part: dict[str, Any] = {"role": Role(role).value, "entity": entity, "department": department}
    if by is not None and takes_two(role, by):
        return _propose(person, by, part)
    _hold(person, by=by, **part)
    return None


@operation(refused="role.refused")
def confirm_role(*, proposal: RoleProposal, by: Employee) -> None:
    """Give what another system admin proposed.

    Raises `NotPermitted`, `NoLongerWaiting`, `SecondPersonRequired`, `NotToOneself`.
    """
    proposal = waiting_for(proposal, by)
    _require_giver(proposal.person, by)
    _require_fit(proposal.person, Role(proposal.role), limited=proposal.is_limited)
    decide(proposal, Decision.CONFIRMED, by)
    part = {"role": proposal.role, "entity": proposal.entity, "department": proposal.department}
    _hold(proposal.person, by=by, on_behalf_of=proposal.proposed_by, **part)


@operation(refused="role.refused")
def decline_role(*, proposal: RoleProposal, by: Employee) -> None:
    """Say no to a proposal, or take back one's own. Raises `NotPermitted`, `NoLongerWaiting`."""
    proposal = waiting_for(proposal, by, own_too=True)
    own = proposal.proposed_by_id == by.pk
    decide(proposal, Decision.WITHDRAWN if own else Decision.DECLINED, by)
    record("role.declined", by=by, obj=proposal.person, details={"role": proposal.role})


@operation(refused="role.refused")
def take_role(*, person: Employee, role: Role, by: Employee | None) -> None:
    """Take `role` from `person`, wherever it reached. The last system admin cannot be removed."""
    _require_giver(person, by)
    if role == Role.SYSTEM_ADMIN:
        require_another_admin(person)
    RoleProposal.objects.waiting().filter(person=person, role=role).update(expires_at=timezone.now())
    if person.holdings.filter(role=role).delete()[0]:
        record("role.taken", by=by, obj=person, details={"role": Role(role).value})
        let_groups_follow(person)


def drop_roles(*, person: Employee, by: Employee | None) -> None:
    """Take every role from somebody who comes back: what they may do is decided anew."""
    for slug in sorted(person.role_slugs):
        record("role.taken", by=by, obj=person, details={"role": slug})
    if person.holdings.all().delete()[0]:
        let_groups_follow(person)


def takes_two(role: Role, by: Employee) -> bool:
    """Whether `by` may not give `role` alone: there is another system admin to ask."""
    others = Employee.objects.who_may_sign_in().with_role(Role.SYSTEM_ADMIN).exclude(pk=by.pk)
    return role in POWERFUL and others.exists()


def require_another_admin(person: Employee) -> None:
    """The last system admin cannot be removed (P3). Locks the role, so that two cannot remove each other."""
    group = Group.objects.select_for_update().get(name=Role.SYSTEM_ADMIN)
    if not person.groups.filter(pk=group.pk).exists():
        return
    others = Employee.objects.who_may_sign_in().with_role(Role.SYSTEM_ADMIN).exclude(pk=person.pk)
    if not others.exists():
        raise LastSystemAdmin


def let_groups_follow(person: Employee) -> None:
    """After a change of holdings: Django's groups say the same, sessions end, audiences are recomputed."""
    for name in ("held", "role_slugs"):
        person.__dict__.pop(name, None)
    known = Group.objects.filter(name__in=Role.values)
    person.groups.remove(*known.exclude(name__in=person.role_slugs))
    person.groups.add(*known.filter(name__in=person.role_slugs))
    end_sessions(person)
    refresh_audiences(why="role_changed", only=person)


def waiting_for(proposal: P, by: Employee, *, own_too: bool = False) -> P:
    """The proposal as stored now, locked, when `by` may decide it.

    Raises `NotPermitted`, `NoLongerWaiting`, `SecondPersonRequired`.
    """
    if not can_give_roles(by):
        raise NotPermitted
    stored: P = type(proposal).objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    if not stored.is_waiting:
        raise NoLongerWaiting
    if stored.proposed_by_id == by.pk and not own_too:
        raise SecondPersonRequired
    return stored


def decide(proposal: RoleProposal | RoleRule, decision: Decision, by: Employee) -> None:
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, by, timezone.now()
    proposal.save(update_fields=["decision", "decided_by", "decided_at"])


def _propose(person: Employee, by: Employee, part: dict[str, Any]) -> RoleProposal:
    RoleProposal.objects.waiting().filter(person=person, **part).update(expires_at=timezone.now())
    until = timezone.now() + timedelta(days=settings.ROLE_PROPOSAL_VALID_DAYS)
    proposal = RoleProposal.objects.create(person=person, proposed_by=by, expires_at=until, **part)
    record("role.proposed", by=by, obj=person, details={"role": proposal.role, "within": proposal.part})
    return proposal


def _hold(
    person: Employee, *, by: Employee | None, on_behalf_of: Employee | None = None, **part: Any
) -> None:
    """A role that reaches everywhere takes the place of its limited ones."""
    same = person.holdings.by_hand().filter(role=part["role"])
    if same.filter(entity=part["entity"], department=part["department"]).exists():
        return
    if not part["entity"] and not part["department"]:
        same.delete()
    holding = RoleHolding.objects.create(person=person, **part)
    details = {"role": holding.role, "within": holding.part}
    record("role.given", by=by, on_behalf_of=on_behalf_of, obj=person, details=details)
    let_groups_follow(person)


def _require_giver(person: Employee, by: Employee | None) -> None:
    if by is None:
        return
    if by.pk == person.pk:
        raise NotToOneself
    if not can_give_roles(by):
        raise NotPermitted


def _require_fit(person: Employee, role: Role, *, limited: bool) -> None:
    if person.status not in EMPLOYED:
        raise HasNoPart
    if limited and role not in LIMITABLE:
        raise RoleReachesEverybody
