"""Equivalent evidence: whose somebody may see."""

from django.db.models import QuerySet

from accounts.people.models import Employee
from accounts.people.permissions import of_visible_people
from training.assignments.models import EquivalentEvidence


def visible_evidence(person: Employee) -> QuerySet[EquivalentEvidence]:
    """Evidence of the people whom the role of `person` reaches."""
    return EquivalentEvidence.objects.filter(of_visible_people(person, "assignment__employee"))
