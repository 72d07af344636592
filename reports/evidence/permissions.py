"""Who may have a certificate."""

from accounts.people.models import Employee
from guidelines.policies.models import Acknowledgement
from guidelines.policies.permissions import can_see_acknowledgement
from portal.audit.rules import NotPermitted


def can_have_evidence(person: Employee, acknowledgement: Acknowledgement) -> bool:
    """One's own, or anybody's for HR."""
    return can_see_acknowledgement(person, acknowledgement)


def require_evidence(person: Employee, acknowledgement: Acknowledgement) -> None:
    if not can_have_evidence(person, acknowledgement):
        raise NotPermitted
