"""Who may do what in an incident."""

from typing import Any

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from guidelines.editions.reading import authoritative
from guidelines.incidents.models import Incident
from guidelines.incidents.planning import BARE_LEAD
from guidelines.playbooks.models import RoleHolder
from guidelines.playbooks.structure import plan_of


def may_enter_some(person: Any) -> bool:
    """Whether there could be a room for `person`: crisis leads, whoever a playbook names, and whoever has a
    role or was let in. Asked once for each person that a request reads; one statement, none for crisis leads.
    """
    if not getattr(person, "is_authenticated", False):
        return False
    if has_role(person, Role.CRISIS_LEAD):
        return True
    if "_may_enter_some" not in person.__dict__:
        person.__dict__["_may_enter_some"] = (
            RoleHolder.objects.filter(person=person)
            .values("pk")
            .union(
                person.incident_roles.values("pk"),
                person.incident_memberships.values("pk"),
                all=True,
            )
            .exists()
        )
    return bool(person.__dict__["_may_enter_some"])


def can_enter(person: Employee, incident: Incident) -> bool:
    """Whether `person` may be in the room and work there."""
    return Incident.objects.filter(pk=incident.pk).visible_to(person).exists()


def can_start(person: Employee, incident: Incident) -> bool:
    """Whoever may enter before it runs may start it: at night nobody waits for the right person."""
    return incident.is_open and not incident.is_running and can_enter(person, incident)


def can_lead(person: Employee, incident: Incident) -> bool:
    """Whether `person` decides about level, roles, and the end: whoever has the leading role, and crisis
    leads who may enter."""
    if has_role(person, Role.CRISIS_LEAD) and can_enter(person, incident):
        return True
    lead = lead_key(incident)
    return bool(lead) and incident.roles.filter(person=person, role=lead, ended_at=None).exists()


def lead_key(incident: Incident) -> str:
    """The key of the leading role, or "" before the incident runs."""
    if incident.started_at is None:
        return ""
    if incident.edition is None:
        return BARE_LEAD
    lead = plan_of(authoritative(incident.edition).data).lead
    return lead.key if lead else ""
