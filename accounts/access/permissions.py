"""Who sees and does what with access; views, templates and operations share these."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.access.approving import Approver, approvers_for, approvers_of
from accounts.access.models import AccessGrant, AccessRequest, RequestDecision
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import can_manage_person, can_see_planned_leaving, has_role
from accounts.register.models import CorporateAccount
from accounts.register.permissions import answers_for, can_manage_register, works_here


def can_ask(person: Any) -> bool:
    return works_here(person)


def can_assign(person: Any) -> bool:
    return has_role(person, Role.ACCOUNT_ADMIN)


def can_set_policies(person: Any) -> bool:
    return can_manage_register(person)


def can_oversee_access(person: Any) -> bool:
    """See who may work on which account, and reviews of it. Legal oversees accounts, and needs no names for
    that."""
    return has_role(person, Role.ACCOUNT_ADMIN, Role.AUDITOR, Role.SECURITY_OFFICER, Role.DPO)


def can_see_grants(person: Any, account: CorporateAccount) -> bool:
    """Who else may work on an account: overseers, and who answers for it."""
    return can_oversee_access(person) or answers_for(person, account)


def can_see_request(person: Any, request: AccessRequest) -> bool:
    """Who asked or benefits, who may decide, who decided, and who oversees accounts."""
    if not works_here(person):
        return False
    if person.pk in (request.person_id, request.requested_by_id) or can_see_grants(person, request.account):
        return True
    return approver_for(person, request) is not None or request.decisions.filter(decided_by=person).exists()


def can_see_grant(person: Any, grant: AccessGrant) -> bool:
    return works_here(person) and (person.pk == grant.person_id or can_see_grants(person, grant.account))


def can_end_grant(person: Any, grant: AccessGrant) -> bool:
    """Revoke and suspend: account admins, and who answers for the account."""
    return has_role(person, Role.ACCOUNT_ADMIN) or answers_for(person, grant.account)


def can_do_tasks(person: Any) -> bool:
    return has_role(person, Role.ACCOUNT_ADMIN)


def can_attest(person: Any, grant: AccessGrant) -> bool:
    """Account admins who invited, and the person who accepted the invitation."""
    return can_do_tasks(person) or (works_here(person) and person.pk == grant.person_id)


def can_release_leavers(person: Any) -> bool:
    """Say that a departure is one: account admins and HR."""
    return has_role(person, Role.ACCOUNT_ADMIN, Role.HR)


def can_see_leaver_runs(person: Any) -> bool:
    """What departures meant, once they have taken effect."""
    return has_role(person, Role.ACCOUNT_ADMIN, Role.HR, Role.SECURITY_OFFICER, Role.AUDITOR)


def can_forecast(by: Any, person: Employee) -> bool:
    """A planned departure is for HR and the named admins only."""
    return can_see_planned_leaving(by) and can_manage_person(by, person)


def can_review(person: Any) -> bool:
    return has_role(person, Role.ACCOUNT_ADMIN)


def reviewable_by(person: Employee, grants: Collection[AccessGrant]) -> set[int]:
    """A6: reviewer ≠ subject ≠ granter. Of `grants` (with their requests and accounts) those that `person`
    may review: as account admin or as who answers for the account, and never what they have themself, asked
    for, or approved, be it the access or a longer time for it. One query."""
    mine = [
        grant
        for grant in grants
        if (can_review(person) or answers_for(person, grant.account))
        and person.pk not in (grant.person_id, grant.request.requested_by_id)
    ]
    if not mine:
        return set()
    refs = [grant.pk for grant in mine]
    given = RequestDecision.objects.filter(decided_by=person, approves=True)
    given = given.filter(Q(request__grant__in=refs) | Q(request__extends__in=refs))
    approved = {pk for pair in given.values_list("request__grant", "request__extends") for pk in pair}
    return {grant.pk for grant in mine} - approved


def may_decide_item(person: Employee, grant: AccessGrant) -> bool:
    """A6"""
    return grant.pk in reviewable_by(person, [grant])


def approver_for(person: Employee, request: AccessRequest) -> Approver | None:
    """In which part `person` may decide on `request` today; None if not at all, or not any more (A2)."""
    found = approvers_of(request, timezone.localdate())
    return next((approver for approver in found if approver.person.pk == person.pk), None)


def may_have_decided(person: Employee, request: AccessRequest) -> bool:
    """Whether `person` could decide, had their voice not been heard already."""
    parties = (request.person, request.requested_by)
    found = approvers_for(request.account, request.policy, parties, timezone.localdate())
    return any(approver.person.pk == person.pk for approver in found)
