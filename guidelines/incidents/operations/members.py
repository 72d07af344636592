"""Who may enter, beside those with a role."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.models import Incident, Member
from guidelines.incidents.permissions import can_enter, can_lead
from guidelines.incidents.rules import CannotActNow, HasARole, NobodyLeftInside
from guidelines.incidents.timeline import held, write
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="incident.refused")
def let_in(*, incident: Incident, person: Employee, by: Employee) -> Member:
    """Let somebody in. Raises `CannotActNow` for who has left, `NotPermitted`."""
    incident = _theirs(incident, by)
    if not Employee.objects.who_may_sign_in().filter(pk=person.pk).exists():
        raise CannotActNow
    made, is_new = Member.objects.get_or_create(
        incident=incident, person=person, defaults={"added_by": by, "added_at": timezone.now()}
    )
    if is_new:
        write(incident, "incidents.let-in", by=by, facts={"person": str(person.ref)})
        record("incident.let_in", by=by, on_behalf_of=person, obj=incident)
    return made


@operation(refused="incident.refused")
def let_out(*, incident: Incident, person: Employee, by: Employee) -> None:
    """Take somebody out of the room. Raises `HasARole`, and `NobodyLeftInside` for the last one."""
    incident = _theirs(incident, by)
    if incident.roles.filter(person=person, ended_at=None).exists():
        raise HasARole
    if incident.is_confidential and not _able_inside(incident, but=person):
        raise NobodyLeftInside
    if Member.objects.filter(incident=incident, person=person).delete()[0]:
        write(incident, "incidents.let-out", by=by, facts={"person": str(person.ref)})
        record("incident.let_out", by=by, on_behalf_of=person, obj=incident)


@operation(refused="incident.refused")
def set_confidential(*, incident: Incident, is_confidential: bool, by: Employee) -> Incident:
    """Close the room to all but those named, or open it. Whoever closes it stays inside."""
    incident = _theirs(incident, by)
    if incident.is_confidential == is_confidential:
        return incident
    incident.is_confidential = is_confidential
    incident.save(update_fields=["is_confidential"])
    if is_confidential:
        Member.objects.get_or_create(
            incident=incident, person=by, defaults={"added_by": by, "added_at": timezone.now()}
        )
    write(incident, "incidents.confidential" if is_confidential else "incidents.not-confidential", by=by)
    record("incident.confidential", by=by, obj=incident, details={"confidential": is_confidential})
    return incident


def _theirs(incident: Incident, by: Employee) -> Incident:
    incident = held(incident)
    # Before anybody leads, whoever was let into a confidential room may let in others.
    if not (can_lead(by, incident) or (not incident.started_at and can_enter(by, incident))):
        raise NotPermitted
    return incident


def _able_inside(incident: Incident, *, but: Employee) -> bool:
    able = Employee.objects.who_may_sign_in().exclude(pk=but.pk)
    members = able.filter(incident_memberships__incident=incident)
    bearers = able.filter(incident_roles__incident=incident, incident_roles__ended_at=None)
    return members.exists() or bearers.exists()
