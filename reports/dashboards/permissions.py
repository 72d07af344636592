"""Who sees which of these pages. Person-level data is for HR; a manager sees their own team (K5)."""

from typing import Any

from django.core.cache import cache

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from guidelines.policies.permissions import can_handle_requests

LEADING_KNOWN_SECONDS = 300


def sees_people(person: Any) -> bool:
    """HR and nobody else."""
    return has_role(person, Role.HR) and can_handle_requests(person)


def sees_figures(person: Any) -> bool:
    """Aggregates that name nobody."""
    return has_role(person, Role.WORKS_COUNCIL, Role.DPO, Role.AUDITOR, Role.HR)


def sees_agreements(person: Any) -> bool:
    """The works council's own page; data protection reads it too."""
    return has_role(person, Role.WORKS_COUNCIL, Role.DPO)


def leads_people(person: Any) -> bool:
    """Whether anybody reports to `person`, or to somebody `person` stands in for."""
    return bool(getattr(person, "is_authenticated", False)) and _team(person).exists()


def shows_team(person: Any) -> bool:
    """For the menu of every page: remembered for some minutes, the page itself asks again."""
    if not getattr(person, "is_authenticated", False):
        return False
    return bool(
        cache.get_or_set(f"leads-people:{person.pk}", lambda: _team(person).exists(), LEADING_KNOWN_SECONDS)
    )


def _team(person: Employee) -> Any:
    return Employee.objects.employed().in_team_of(person)
