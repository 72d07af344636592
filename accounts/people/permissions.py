"""The predicates about people that views, templates and operations share."""

from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
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
