"""Who lets a directory in, and who decides on what it says."""

from typing import Any

from accounts.people.choices import Role
from accounts.people.permissions import can_manage_people, has_role


def can_manage_tokens(person: Any) -> bool:
    return has_role(person, Role.SYSTEM_ADMIN)


def can_decide_leavings(person: Any) -> bool:
    """Those who keep people's records: HR and system admins."""
    return can_manage_people(person)
