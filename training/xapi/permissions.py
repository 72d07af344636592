"""Who connects a record store, and who looks over it."""

from typing import Any

from accounts.people.choices import Role
from accounts.people.permissions import has_role


def can_set_store(person: Any) -> bool:
    return has_role(person, Role.SYSTEM_ADMIN)


def sees_store(person: Any) -> bool:
    """Data protection sees what leaves, and where it goes."""
    return has_role(person, Role.SYSTEM_ADMIN, Role.DPO)
