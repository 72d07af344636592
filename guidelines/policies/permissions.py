"""Who may do what with guidelines, requests and acknowledgements."""

from django.db.models import QuerySet

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import can_see_person, has_role
from guidelines.policies.models import Acknowledgement, Policy, PolicyVersion, ReleaseProposal, RenditionAsset
from guidelines.policies.registry import seen_elsewhere
from guidelines.policies.rules import FourEyesRequired
from portal.audit.rules import NotPermitted


def can_propose(person: Employee) -> bool:
    return has_role(person, Role.EDITOR, Role.APPROVER)


def can_approve(person: Employee) -> bool:
    return has_role(person, Role.APPROVER)


def is_independent(person: Employee, proposal: ReleaseProposal) -> bool:
    """Four eyes: neither proposed the release nor wrote any of the pinned texts."""
    return person.pk != proposal.proposed_by_id and not proposal.authors.filter(pk=person.pk).exists()


def who_could_decide(proposal: ReleaseProposal) -> QuerySet[Employee]:
    """Approvers at work who neither proposed nor wrote anything of it, by name."""
    approvers = (
        Employee.objects.with_role(Role.APPROVER).who_may_sign_in().exclude(pk=proposal.proposed_by_id)
    )
    return approvers.exclude(pk__in=proposal.authors.values("pk")).order_by("name")


def can_release(person: Employee, proposal: ReleaseProposal) -> bool:
    return can_approve(person) and is_independent(person, proposal)


def require_release(person: Employee, proposal: ReleaseProposal) -> None:
    """Raise `NotPermitted` or `FourEyesRequired` unless `person` may decide on `proposal`."""
    if not can_approve(person):
        raise NotPermitted
    if not is_independent(person, proposal):
        raise FourEyesRequired


def can_handle_requests(person: Employee) -> bool:
    """HR: exempt, extend, record paper, settle reservations, remind."""
    return has_role(person, Role.HR)


def require_hr(person: Employee, about: Employee) -> None:
    """Raise `NotPermitted` unless `person` is HR for the part of the company where `about` works."""
    if not can_see_person(person, about):
        raise NotPermitted


def can_read(person: Employee, policy: Policy) -> bool:
    return Policy.objects.readable_by(person).filter(pk=policy.pk).exists()


def can_see_acknowledgement(person: Employee, acknowledgement: Acknowledgement) -> bool:
    """One's own, and for HR those of the people whom the role reaches."""
    return acknowledgement.employee_id == person.pk or can_see_person(person, acknowledgement.employee)


def can_see_asset(person: Employee, asset: RenditionAsset) -> bool:
    """Whoever may read one of its texts; who writes and approves sees those that are only proposed too."""
    if can_propose(person):
        return True
    if asset.renditions.filter(version__in=PolicyVersion.objects.readable_by(person)).exists():
        return True
    return seen_elsewhere(person, asset)
