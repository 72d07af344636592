"""Who may do what with works."""

from django.db.models import QuerySet

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from guidelines.editions.models import EditionProposal
from guidelines.editions.rules import FourEyesRequired
from portal.audit.rules import NotPermitted


def can_write_works(person: Employee) -> bool:
    """Editors and approvers: texts and proposals."""
    return has_role(person, Role.EDITOR, Role.APPROVER)


def can_approve_works(person: Employee) -> bool:
    return has_role(person, Role.APPROVER)


def require_writer(person: Employee | None) -> None:
    """Raise `NotPermitted` unless `person` writes; the portal itself (None) may."""
    if person is not None and not can_write_works(person):
        raise NotPermitted


def is_independent(person: Employee, proposal: EditionProposal) -> bool:
    """Four eyes: neither proposed it nor wrote any of it."""
    return person.pk != proposal.proposed_by_id and not proposal.authors.filter(pk=person.pk).exists()


def require_approver(person: Employee, proposal: EditionProposal) -> None:
    """Raise `NotPermitted` or `FourEyesRequired` unless `person` may decide on `proposal`."""
    if not can_approve_works(person):
        raise NotPermitted
    if not is_independent(person, proposal):
        raise FourEyesRequired


def who_could_decide(proposal: EditionProposal) -> QuerySet[Employee]:
    """Approvers at work who neither proposed nor wrote anything of it, by name."""
    approvers = (
        Employee.objects.with_role(Role.APPROVER).who_may_sign_in().exclude(pk=proposal.proposed_by_id)
    )
    return approvers.exclude(pk__in=proposal.authors.values("pk")).order_by("name")
