from typing import Any

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role


def can_use_the_desk(person: Any) -> bool:
    """The desk is HR's: who hands out codes has looked at the person before them."""
    return has_role(person, Role.HR)


def can_hand_out(person: Employee, *, by: Employee) -> bool:
    """Whether `person` is among those `by` is HR for."""
    return Employee.objects.within_reach_of(by, Role.HR).filter(pk=person.pk).exists()
