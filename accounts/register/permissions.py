"""Who sees and does what in the register; views, templates and operations share these."""

from typing import Any

from django.db.models import QuerySet

from accounts.people.choices import EMPLOYED, Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from accounts.people.registrations import holders
from accounts.register.choices import ApprovalState, Side
from accounts.register.models import ChannelApproval, CorporateAccount, Finding, Platform
from portal.audit.rules import NotPermitted

OVERSEERS = (Role.ACCOUNT_ADMIN, Role.DPO, Role.LEGAL, Role.SECURITY_OFFICER, Role.AUDITOR)
SIDES = {Side.DPO: Role.DPO, Side.LEGAL: Role.LEGAL}


def works_here(person: Any) -> bool:
    """Everybody who works here may see which accounts the company has and who answers for them."""
    return getattr(person, "status", None) in EMPLOYED


def can_manage_register(person: Any) -> bool:
    return has_role(person, Role.ACCOUNT_ADMIN)


def require_manager(by: Any) -> None:
    """Raises `NotPermitted` unless `by` keeps the register."""
    if not can_manage_register(by):
        raise NotPermitted


def can_oversee_register(person: Any) -> bool:
    """See findings, recovery and connections of every account."""
    return has_role(person, *OVERSEERS)


def answers_for(person: Any, account: CorporateAccount) -> bool:
    """Owner or deputy of the account, while they work here."""
    return works_here(person) and person.pk in (account.owner_id, account.deputy_id)


def can_see_inside(person: Any, account: CorporateAccount) -> bool:
    """What is wrong with an account, how it would be recovered, and what is connected to it."""
    return can_oversee_register(person) or answers_for(person, account)


def can_see_finding(person: Any, finding: Finding) -> bool:
    if finding.account is None:
        return can_oversee_register(person)
    return can_see_inside(person, finding.account) or finding.owner_id == getattr(person, "pk", None)


def can_plan(person: Any, finding: Finding) -> bool:
    """Say who mends it until when: account admins, and whoever answers for the account or the finding."""
    if not works_here(person):
        return False
    answers = finding.account is not None and answers_for(person, finding.account)
    return can_manage_register(person) or answers or finding.owner_id == person.pk


def can_confirm_acceptance(person: Any, finding: Finding) -> bool:
    """The second person: somebody with a view of the whole, who did not propose it."""
    second = has_role(person, Role.ACCOUNT_ADMIN, Role.DPO, Role.LEGAL, Role.SECURITY_OFFICER)
    return second and person.pk != finding.acceptance_by_id


def sides_of(person: Any) -> list[Side]:
    """For which sides `person` can decide a channel approval."""
    return [side for side, role in SIDES.items() if has_role(person, role)]


def can_request_approval(person: Any, platform: Platform) -> bool:
    """Account admins, and whoever answers for an account on `platform`."""
    if not works_here(person):
        return False
    return can_manage_register(person) or platform.accounts.answered_for_by(person).exists()


def can_see_approval(person: Any, approval: ChannelApproval) -> bool:
    """What is in force is for everybody who works here; requests and what was said to them are not."""
    if approval.state == ApprovalState.APPROVED:
        return works_here(person)
    return can_oversee_register(person) or can_request_approval(person, approval.platform)


def can_end_approval(person: Any, approval: ChannelApproval) -> bool:
    """Account admins, DPO and legal; who asked for it may take the request back."""
    takes_back = approval.state == ApprovalState.REQUESTED and approval.requested_by_id == person.pk
    return can_manage_register(person) or bool(sides_of(person)) or (takes_back and works_here(person))


def deciders() -> QuerySet[Employee]:
    """Who can decide channel approvals; nobody as long as one of the two sides is empty."""
    sides = [holders(role) for role in SIDES.values()]
    if not all(side.exists() for side in sides):
        return Employee.objects.none()
    return holders(*SIDES.values())


def may_own(person: Employee) -> bool:
    return person.status in EMPLOYED
