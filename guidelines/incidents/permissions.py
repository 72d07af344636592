"""Who may do what in an incident."""

from typing import Any

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from guidelines.editions.reading import authoritative
from guidelines.incidents.choices import Status
from guidelines.incidents.models import EvidenceFile, Incident, Report
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


def can_add_evidence(person: Employee, incident: Incident, report: Report | None = None) -> bool:
    """Whoever may be in the room, after closing too; whoever reported, to their own report, until then."""
    if report is not None and report.incident_id != incident.pk:
        return False
    is_own = report is not None and report.reported_by_id == person.pk
    if is_own and (incident.duplicate_of or incident).is_open:
        return True
    return (incident.is_open or incident.status == Status.CLOSED) and can_enter(person, incident)


def can_see_evidence(person: Employee, evidence: EvidenceFile) -> bool:
    """Whoever may enter its incident or the one that took it in; whoever added it to their own report."""
    incident = evidence.incident
    if evidence.report and evidence.report.reported_by_id == evidence.added_by_id == person.pk:
        return True
    merged = incident.duplicate_of
    return can_enter(person, incident) or (merged is not None and can_enter(person, merged))


def can_date_evidence(person: Employee, incident: Incident) -> bool:
    """Say when a file is deleted: who leads, and the DPO where they may enter."""
    return can_lead(person, incident) or (has_role(person, Role.DPO) and can_enter(person, incident))
