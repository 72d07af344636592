"""Who may have a certificate."""

from typing import Any

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from guidelines.policies.models import Acknowledgement
from guidelines.policies.permissions import can_see_acknowledgement
from portal.audit.rules import NotPermitted
from reports.evidence.models import EvidenceSample


def can_have_evidence(person: Employee, acknowledgement: Acknowledgement) -> bool:
    """One's own, those HR's role reaches, and for auditors those of a sample they drew lately."""
    return can_see_acknowledgement(person, acknowledgement) or is_sampled(person, acknowledgement)


def can_sample(person: Any) -> bool:
    return has_role(person, Role.AUDITOR)


def is_sampled(person: Employee, acknowledgement: Acknowledgement) -> bool:
    if not can_sample(person):
        return False
    return EvidenceSample.objects.of(person).open().filter(drawn__acknowledgement=acknowledgement).exists()


def require_evidence(person: Employee, acknowledgement: Acknowledgement) -> None:
    if not can_have_evidence(person, acknowledgement):
        raise NotPermitted
