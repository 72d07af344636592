"""Who may export."""

from typing import Any

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from portal.audit.rules import NotPermitted


def can_export(person: Employee) -> bool:
    """HR, as long as they are signed in and employed."""
    return person.is_active and has_role(person, Role.HR)


def sees_exports(person: Any) -> bool:
    """For the navigation, where somebody may not be signed in."""
    return bool(getattr(person, "is_authenticated", False)) and can_export(person)


def require_export(person: Employee) -> None:
    if not can_export(person):
        raise NotPermitted
