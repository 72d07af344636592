"""Who may see what of courses done."""

from accounts.people.models import Employee
from accounts.people.permissions import can_see_person
from training.assignments.models import Completion


def can_see_completion(person: Employee, completion: Completion) -> bool:
    """One's own, and for HR those of the people whom the role reaches."""
    return completion.employee_id == person.pk or can_see_person(person, completion.employee)
