"""Who does what: roles of the playbook are taken, handed over and given back."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.models import Incident, RoleTaken
from guidelines.incidents.operations.tasks import require_able
from guidelines.incidents.permissions import can_enter, can_lead, lead_key
from guidelines.incidents.reading import plan_for
from guidelines.incidents.rules import (
    NobodyLeads,
    NoSuchRole,
    NotFromHere,
    NotYourRole,
    RoleIsTaken,
)
from guidelines.incidents.timeline import held, write
from guidelines.playbooks.models import RoleHolder
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="incident.refused")
def take_role(*, incident: Incident, role: str, by: Employee) -> RoleTaken:
    """Take a role that is free, or whose bearer can no longer act. Holders before you in the playbook's list
    who can no longer act are named in the log. Raises `RoleIsTaken`, `NoSuchRole`, `NotFromHere`."""
    person = Employee.objects.held().get(pk=by.pk)
    incident = _running(incident)
    if not can_enter(person, incident):
        raise NotPermitted
    require_able(person, incident)
    return claim(incident, role, by)


@operation(refused="incident.refused")
def hand_over(*, taken: RoleTaken, to: Employee, note: str, by: Employee) -> RoleTaken:
    """Pass a role on with what the next person has to know. Raises `NotYourRole`, `CannotActNow`."""
    next_one = Employee.objects.held().get(pk=to.pk)
    incident = _running(taken.incident)
    taken = _theirs(taken, incident, by)
    require_able(next_one, incident)
    words = storable(note).strip()[:4000]
    taken.ended_at, taken.note = timezone.now(), words
    taken.save(update_fields=["ended_at", "note"])
    made = RoleTaken.objects.create(
        incident=incident, role=taken.role, person=next_one, taken_at=timezone.now()
    )
    facts = {"role": taken.role, "to": str(next_one.ref), "from": str(taken.person.ref)}
    write(incident, "incidents.role-handed-over", by=by, facts=facts, text=words)
    record("incident.role", by=by, obj=incident, on_behalf_of=next_one, details={"role": taken.role})
    return made


@operation(refused="incident.refused")
def give_back(*, taken: RoleTaken, by: Employee, note: str = "") -> RoleTaken:
    """Leave a role to others; never the leading one. Raises `NobodyLeads`, `NotYourRole`."""
    incident = _running(taken.incident)
    taken = _theirs(taken, incident, by)
    if taken.role == lead_key(incident):
        raise NobodyLeads
    words = storable(note).strip()[:4000]
    taken.ended_at, taken.note = timezone.now(), words
    taken.save(update_fields=["ended_at", "note"])
    write(incident, "incidents.role-given-back", by=by, facts={"role": taken.role}, text=words)
    record("incident.role", by=by, obj=incident, details={"role": taken.role})
    return taken


def claim(incident: Incident, role: str, by: Employee) -> RoleTaken:
    """A part of the running operation, on the incident that it holds."""
    if plan_for(incident).role(role) is None:
        raise NoSuchRole
    current = incident.roles.filter(role=role, ended_at=None).select_related("person").first()
    if current is not None:
        if Employee.objects.who_may_sign_in().filter(pk=current.person_id).exists():
            raise RoleIsTaken
        current.ended_at = timezone.now()
        current.save(update_fields=["ended_at"])
        facts = {"role": role, "person": str(current.person.ref)}
        write(incident, "incidents.role-left", by=None, facts=facts)
    _name_the_missing(incident, role, by)
    made = RoleTaken.objects.create(incident=incident, role=role, person=by, taken_at=timezone.now())
    write(incident, "incidents.role-taken", by=by, facts={"role": role})
    record("incident.role", by=by, obj=incident, details={"role": role})
    return made


def _name_the_missing(incident: Incident, role: str, by: Employee) -> None:
    if incident.edition is None:
        return
    named = RoleHolder.objects.filter(work=incident.edition.work_id, role=role)
    able = set(named.who_can_act().values_list("pk", flat=True))
    told = {
        entry.facts.get("person")
        for entry in incident.entries.filter(kind="incidents.holder-missing")
        if entry.facts.get("role") == role
    }
    for holder in named.in_order():
        if holder.person_id == by.pk:
            break
        if holder.pk not in able and str(holder.person.ref) not in told:
            facts = {"role": role, "person": str(holder.person.ref)}
            write(incident, "incidents.holder-missing", by=None, facts=facts)


def _running(incident: Incident) -> Incident:
    incident = held(incident)
    if not incident.is_running:
        raise NotFromHere
    return incident


def _theirs(taken: RoleTaken, incident: Incident, by: Employee) -> RoleTaken:
    found = RoleTaken.objects.select_for_update(of=("self",), no_key=True).get(pk=taken.pk)
    if found.ended_at is not None or not (found.person_id == by.pk or can_lead(by, incident)):
        raise NotYourRole
    return found
