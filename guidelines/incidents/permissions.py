"""Who may do what in an incident."""

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from guidelines.editions.reading import authoritative
from guidelines.incidents.models import Incident
from guidelines.playbooks.structure import plan_of


def can_enter(person: Employee, incident: Incident) -> bool:
    """Whether `person` may be in the room and work there."""
    return Incident.objects.filter(pk=incident.pk).visible_to(person).exists()


def can_lead(person: Employee, incident: Incident) -> bool:
    """Whether `person` decides about level, roles, and the end: whoever has the leading role, and crisis
    leads who may enter."""
    if has_role(person, Role.CRISIS_LEAD) and can_enter(person, incident):
        return True
    lead = lead_key(incident)
    return bool(lead) and incident.roles.filter(person=person, role=lead, ended_at=None).exists()


def lead_key(incident: Incident) -> str:
    """The key of the leading role in the pinned playbook, or "" before it is pinned."""
    if incident.edition is None:
        return ""
    lead = plan_of(authoritative(incident.edition).data).lead
    return lead.key if lead else ""
