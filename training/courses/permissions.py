"""Who may do what with courses."""

from django.db.models import QuerySet

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from guidelines.policies.models import RenditionAsset
from portal.audit.rules import NotPermitted
from training.courses.models import CourseProposal
from training.courses.rules import FourEyesRequired


def can_write_courses(person: Employee) -> bool:
    """Editors and approvers: texts, questions, proposals, and how questions perform."""
    return has_role(person, Role.EDITOR, Role.APPROVER)


def can_approve_courses(person: Employee) -> bool:
    return has_role(person, Role.APPROVER)


def require_writer(person: Employee | None) -> None:
    """Raise `NotPermitted` unless `person` writes courses; the portal itself (None) may."""
    if person is not None and not can_write_courses(person):
        raise NotPermitted


def is_independent(person: Employee, proposal: CourseProposal) -> bool:
    """Four eyes: neither proposed it nor wrote any of it."""
    return person.pk != proposal.proposed_by_id and not proposal.authors.filter(pk=person.pk).exists()


def require_approver(person: Employee, proposal: CourseProposal) -> None:
    """Raise `NotPermitted` or `FourEyesRequired` unless `person` may decide on `proposal`."""
    if not can_approve_courses(person):
        raise NotPermitted
    if not is_independent(person, proposal):
        raise FourEyesRequired


def who_could_decide(proposal: CourseProposal) -> QuerySet[Employee]:
    """Approvers at work who neither proposed nor wrote anything of it, by name."""
    approvers = (
        Employee.objects.with_role(Role.APPROVER).who_may_sign_in().exclude(pk=proposal.proposed_by_id)
    )
    return approvers.exclude(pk__in=proposal.authors.values("pk")).order_by("name")


def can_see_asset(person: Employee, asset: RenditionAsset) -> bool:
    """What stands in a released course is for everybody who is signed in."""
    return asset.course_texts.exists()
