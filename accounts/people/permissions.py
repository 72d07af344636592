"""The predicates about people that views, templates and operations share."""

from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import Role
from accounts.people.models import Employee
from portal.audit.rules import RuleBroken

CMS_ROLES = (Role.EDITOR, Role.APPROVER)
POWERFUL = frozenset(Role.values)


class NothingToProveWith(RuleBroken):
    message = _("Set up a password or a passkey first: this step asks you to prove that it is you.")


def has_role(person: Any, *roles: Role) -> bool:
    """Whether `person` holds at least one of `roles`; False for nobody."""
    return bool(getattr(person, "role_slugs", frozenset()) & {role.value for role in roles})


def needs_second_factor(person: Employee) -> bool:
    """Every role beyond that of an employee has power over others or sees their data."""
    return bool(person.role_slugs & POWERFUL)


def can_manage_people(person: Any) -> bool:
    return has_role(person, Role.SYSTEM_ADMIN, Role.HR)


def can_manage_person(by: Any, person: Employee) -> bool:
    """Keep somebody's record: system admins everybody's, HR that of the people its role reaches."""
    return reaches(by, person, Role.HR, Role.SYSTEM_ADMIN)


def can_see_person(by: Any, person: Employee) -> bool:
    """Read somebody's personal data: HR, within the limits of the role."""
    return reaches(by, person, Role.HR)


def reaches(by: Any, person: Employee, *roles: Role) -> bool:
    """Whether one of `roles` of `by` reaches the part of the company where `person` works."""
    return any(
        held.entity in (None, person.entity_id)
        and (held.path is None or person.department.path.startswith(held.path))
        for held in getattr(by, "held", ())
        if held.role in roles
    )


def sees_everybody(by: Any) -> bool:
    """HR without limits."""
    return any(held.role == Role.HR and held.entity is None and held.path is None for held in by.held)


def of_visible_people(by: Employee, field: str = "employee") -> Q:
    """The condition that `field` names somebody whose data `by` may read; free for HR without limits."""
    return Q() if sees_everybody(by) else Q(**{f"{field}__in": Employee.objects.visible_to(by).values("pk")})


def can_reset_sign_in(by: Any, person: Employee) -> bool:
    """Whoever can remove the second factor of a role holder could become one: that is for system admins."""
    return can_manage_person(by, person) and (not person.role_slugs or has_role(by, Role.SYSTEM_ADMIN))


def can_give_roles(person: Any) -> bool:
    return has_role(person, Role.SYSTEM_ADMIN)


def can_manage_organisation(person: Any) -> bool:
    """Locations, departments, audiences, the set-up check."""
    return has_role(person, Role.SYSTEM_ADMIN)


def can_see_planned_leaving(person: Any) -> bool:
    """A planned leaving date is for HR and the named admins only."""
    return has_role(person, Role.HR, Role.SYSTEM_ADMIN)


def can_read_trail(person: Any) -> bool:
    return has_role(person, Role.DPO, Role.AUDITOR)


def require_recent(request: HttpRequest) -> None:
    """Demand that the person proved within the last five minutes who they are; call it first in a view.

    Raises `ReauthenticationRequired`, which leads to the proof and back here, or `NothingToProveWith` for
    people who have neither password nor second factor.
    """
    from accounts.people.authentication import can_prove_again, proved_recently

    if proved_recently(request):
        return
    if request.user.is_authenticated and not can_prove_again(request.user):
        raise NothingToProveWith
    raise ReauthenticationRequired
