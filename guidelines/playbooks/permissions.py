"""Who may do what around playbooks. Reading them is for everybody who is signed in (I5)."""

from typing import Any

from accounts.people.authentication import used_second_factor
from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import can_manage_person, has_role, needs_second_factor
from guidelines.editions.models import Work
from guidelines.playbooks.models import RoleHolder
from portal.audit.rules import NotPermitted

KEEPERS = (Role.CRISIS_LEAD, Role.EDITOR, Role.APPROVER)
READERS_OF_OLD = (*KEEPERS, Role.LEGAL, Role.DPO, Role.AUDITOR, Role.WORKS_COUNCIL)


def can_keep_playbooks(person: Employee) -> bool:
    """Name holders, deputies and contacts; see the readiness board."""
    return has_role(person, *KEEPERS)


def require_keeper(person: Employee | None) -> None:
    """Raise `NotPermitted` unless `person` keeps playbooks; the portal itself (None) may."""
    if person is not None and not can_keep_playbooks(person):
        raise NotPermitted


def can_see_old_editions(person: Employee) -> bool:
    return has_role(person, *READERS_OF_OLD)


def can_see_numbers(request: Any, work: Work) -> bool:
    """Whoever may call the people of this playbook; holders of a role after their second factor only."""
    person = request.user
    if needs_second_factor(person) and not used_second_factor(request):
        return False
    return may_call(person, work)


def may_call(person: Employee, work: Work) -> bool:
    """Crisis leads, and everybody named in the same playbook: so it is promised to who gives a number."""
    return has_role(person, Role.CRISIS_LEAD) or RoleHolder.objects.filter(work=work, person=person).exists()


def can_fetch_packs(request: Any) -> bool:
    """Crisis leads and system admins, after their second factor: the pack holds everybody's numbers. Who is
    named in a playbook prints the sheets of that one."""
    person = request.user
    return has_role(person, Role.CRISIS_LEAD, Role.SYSTEM_ADMIN) and used_second_factor(request)


def can_enter_company_number(by: Employee, person: Employee) -> bool:
    """Whoever keeps the person's record, and crisis leads for those who are named in a playbook."""
    if can_manage_person(by, person):
        return True
    return has_role(by, Role.CRISIS_LEAD) and RoleHolder.objects.filter(person=person).exists()
