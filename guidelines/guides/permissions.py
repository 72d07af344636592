"""Who sees more than the guides themselves; those are for everybody who is signed in (K12)."""

from accounts.people.models import Employee
from guidelines.editions.permissions import can_write_works


def can_see_figures(person: Employee) -> bool:
    """Whoever writes guides sees which outcomes are reached, in groups large enough."""
    return can_write_works(person)
