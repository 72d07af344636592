"""Rules by which a company's directory (single sign-on, SCIM) gives roles. Two people confirm each (P3)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import LIMITABLE, Decision, Role
from accounts.people.models import Department, Employee, Entity, RoleHolding, RoleRule
from accounts.people.operations.roles import (
    LastSystemAdmin,
    RoleReachesEverybody,
    decide,
    let_groups_follow,
    require_another_admin,
    waiting_for,
)
from accounts.people.permissions import can_give_roles
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record


class RuleExists(RuleBroken):
    message = _("This rule is already there.")


@operation(refused="role.refused")
def propose_role_rule(
    *,
    source: str,
    group: str,
    role: Role,
    by: Employee,
    entity: Entity | None = None,
    department: Department | None = None,
) -> RoleRule:
    """Propose that whoever belongs to `group` at `source` holds `role`. It works once another admin confirms.

    Raises `NotPermitted`, `RoleReachesEverybody`, `RuleExists`.
    """
    if not can_give_roles(by):
        raise NotPermitted
    if (entity or department) and role not in LIMITABLE:
        raise RoleReachesEverybody
    rule: dict[str, Any] = {"source": source, "group": group, "role": Role(role).value}
    rule |= {"entity": entity, "department": department}
    same = RoleRule.objects.filter(**rule)
    if same.in_force().exists() or same.waiting().exists():
        raise RuleExists
    until = timezone.now() + timedelta(days=settings.ROLE_PROPOSAL_VALID_DAYS)
    proposed = RoleRule.objects.create(proposed_by=by, expires_at=until, **rule)
    _note("role_rule.proposed", proposed, by)
    return proposed


@operation(refused="role.refused")
def confirm_role_rule(*, rule: RoleRule, by: Employee) -> None:
    """Put a rule in force that another system admin proposed. People meet it at their next sign-in.

    Raises `NotPermitted`, `NoLongerWaiting`, `SecondPersonRequired`.
    """
    rule = waiting_for(rule, by)
    decide(rule, Decision.CONFIRMED, by)
    _note("role_rule.confirmed", rule, by)


@operation(refused="role.refused")
def decline_role_rule(*, rule: RoleRule, by: Employee) -> None:
    """Say no to a rule, or take back one's own. Raises `NotPermitted`, `NoLongerWaiting`."""
    rule = waiting_for(rule, by, own_too=True)
    decide(rule, Decision.WITHDRAWN if rule.proposed_by_id == by.pk else Decision.DECLINED, by)
    _note("role_rule.declined", rule, by)


@operation(refused="role.refused")
def end_role_rule(*, rule: RoleRule, by: Employee) -> None:
    """End a rule; who held the role by it alone loses it now. Raises `NotPermitted`, `LastSystemAdmin`."""
    if not can_give_roles(by):
        raise NotPermitted
    rule = RoleRule.objects.select_for_update(of=("self",), no_key=True).get(pk=rule.pk)
    if rule.ended_at:
        return
    for holding in rule.holdings.select_related("person"):
        if not _lose(holding, by=by):
            raise LastSystemAdmin
    rule.ended_by, rule.ended_at = by, timezone.now()
    rule.save(update_fields=["ended_by", "ended_at"])
    _note("role_rule.ended", rule, by)


@operation
def apply_role_rules(*, person: Employee, source: str, groups: Iterable[str]) -> None:
    """Make the roles that `person` holds by rules of `source` equal what their groups there say now.

    Roles given by hand or by another source stay. Call it before a session is opened: a change ends all.
    The last system admin keeps that role, and the trail says so.
    """
    Employee.objects.held().get(pk=person.pk)
    rules = RoleRule.objects.in_force().filter(source=source, group__in=set(groups))
    wanted = {rule.pk: rule for rule in rules}
    held = {held.rule_id: held for held in person.holdings.by_rules_of(source).select_related("rule")}
    for rule in (rule for pk, rule in wanted.items() if pk not in held):
        _receive(person, rule)
    for holding in (holding for pk, holding in held.items() if pk not in wanted):
        _lose(holding, by=None)


def _receive(person: Employee, rule: RoleRule) -> None:
    part = {"role": rule.role, "entity": rule.entity, "department": rule.department}
    RoleHolding.objects.create(person=person, rule=rule, **part)
    details = {"role": rule.role, "within": rule.part, "rule": str(rule.ref)}
    record("role.given", obj=person, details=details)
    let_groups_follow(person)


def _lose(holding: RoleHolding, *, by: Employee | None) -> bool:
    """End one holding by rule, unless nobody would be left to administer the portal."""
    assert holding.rule is not None
    person, details = holding.person, {"role": holding.role, "rule": str(holding.rule.ref)}
    is_only = not person.holdings.filter(role=holding.role).exclude(pk=holding.pk).exists()
    if holding.role == Role.SYSTEM_ADMIN and is_only:
        try:
            require_another_admin(person)
        except LastSystemAdmin:
            record("role.kept", by=by, obj=person, details=details)
            return False
    holding.delete()
    record("role.taken", by=by, obj=person, details=details)
    let_groups_follow(person)
    return True


def _note(verb: str, rule: RoleRule, by: Employee) -> None:
    details = {"source": rule.source, "group": rule.group, "role": rule.role, "within": rule.part}
    record(verb, by=by, obj=rule, details=details)
