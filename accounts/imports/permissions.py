"""Who may import people, and whom."""

from typing import Any

from accounts.people.choices import Role
from accounts.people.models import Employee, Entity
from accounts.people.permissions import can_manage_organisation, can_manage_people
from portal.audit.rules import NotPermitted

IMPORTING = (Role.HR, Role.SYSTEM_ADMIN)


def can_import(person: Any) -> bool:
    """HR and system admins, HR within the part of the company that the role reaches."""
    return bool(getattr(person, "is_active", False)) and can_manage_people(person)


def require_import(person: Employee) -> None:
    if not can_import(person):
        raise NotPermitted


def can_manage_everybody(person: Employee) -> bool:
    """Whether nothing limits the role by which `person` imports."""
    return any(held.role in IMPORTING and held.entity is None and held.path is None for held in person.held)


def can_import_into(person: Employee, entity: int, path: str | None) -> bool:
    """Whether `person` may put somebody into that entity and department; no path: a department to be made."""
    return any(
        held.role in IMPORTING
        and held.entity in (None, entity)
        and (held.path is None or (path is not None and path.startswith(held.path)))
        for held in person.held
    )


def can_state_completeness(person: Employee, entity: Entity) -> bool:
    """Whoever reaches a whole entity may say that a file names everybody in it."""
    return can_import_into(person, entity.pk, None)


def can_create_places(person: Employee) -> bool:
    return can_manage_organisation(person)
