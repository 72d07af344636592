"""Who may require courses, and who may handle the assignments of whom."""

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import can_see_person, has_role, sees_everybody
from guidelines.policies.permissions import require_hr
from portal.audit.rules import NotPermitted
from training.assignments.models import Completion
from training.assignments.rules import NotYourself


def can_require(person: Employee) -> bool:
    """HR for the whole company: an audience can reach everywhere."""
    return has_role(person, Role.HR) and sees_everybody(person)


def can_handle(person: Employee) -> bool:
    """HR: exempt, extend, record what happened elsewhere."""
    return has_role(person, Role.HR)


def can_see_completion(person: Employee, completion: Completion) -> bool:
    """One's own, and for HR those of the people whom the role reaches."""
    return completion.employee_id == person.pk or can_see_person(person, completion.employee)


def require_requiring(person: Employee | None) -> None:
    """Raise `NotPermitted` unless `person` may require courses; None is the system itself."""
    if person is not None and not can_require(person):
        raise NotPermitted


def require_other_hr(person: Employee, about: Employee) -> None:
    """Raise `NotPermitted` unless `person` is HR for `about`, `NotYourself` if they are the same."""
    require_hr(person, about)
    if person.pk == about.pk:
        raise NotYourself
