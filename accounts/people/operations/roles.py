"""Who may do what. A system admin gives roles to anybody but themself (P3)."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.operations.audiences import refresh_audiences
from accounts.people.operations.sign_in import end_sessions
from accounts.people.permissions import can_give_roles
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record


class NotToOneself(RuleBroken):
    message = _("Nobody can change their own roles. Another system admin can do it.")


class LastSystemAdmin(RuleBroken):
    message = _("This is the last system admin. Give the role to somebody else first.")


@operation(refused="role.refused")
def give_role(*, person: Employee, role: Role, by: Employee | None) -> None:
    """Give `role` to `person`; `by=None` is the set-up itself."""
    _require_giver(person, by)
    group, _created = Group.objects.get_or_create(name=role)
    if person.groups.filter(pk=group.pk).exists():
        return
    person.groups.add(group)
    _changed(person, "role.given", role, by)


@operation(refused="role.refused")
def take_role(*, person: Employee, role: Role, by: Employee) -> None:
    """Take `role` from `person`. The last system admin cannot be removed."""
    _require_giver(person, by)
    if role == Role.SYSTEM_ADMIN:
        require_another_admin(person)
    group = Group.objects.get(name=role)
    if not person.groups.filter(pk=group.pk).exists():
        return
    person.groups.remove(group)
    _changed(person, "role.taken", role, by)


def require_another_admin(person: Employee) -> None:
    """The last system admin cannot be removed (P3). Locks the role, so that two cannot remove each other."""
    group = Group.objects.select_for_update().get(name=Role.SYSTEM_ADMIN)
    if not person.groups.filter(pk=group.pk).exists():
        return
    others = Employee.objects.who_may_sign_in().with_role(Role.SYSTEM_ADMIN).exclude(pk=person.pk)
    if not others.exists():
        raise LastSystemAdmin


def _require_giver(person: Employee, by: Employee | None) -> None:
    if by is None:
        return
    if by.pk == person.pk:
        raise NotToOneself
    if not can_give_roles(by):
        raise NotPermitted


def _changed(person: Employee, verb: str, role: Role, by: Employee | None) -> None:
    person.__dict__.pop("role_slugs", None)
    end_sessions(person)
    record(verb, by=by, obj=person, details={"role": Role(role).value})
    refresh_audiences(why="role_changed", only=person)
