"""From an alarm to people who work from the same page (I1)."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.models import Edition
from guidelines.editions.reading import text_for
from guidelines.incidents.choices import NEXT, RUNNING, Status
from guidelines.incidents.models import Incident
from guidelines.incidents.operations.levels import declare
from guidelines.incidents.operations.roles import claim
from guidelines.incidents.permissions import can_enter, can_lead, can_start, lead_key
from guidelines.incidents.registry import tell_started
from guidelines.incidents.rules import AlreadyStarted, NoPlaybook, NotFromHere, NotOpen
from guidelines.incidents.timeline import held, write
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="incident.refused")
def take_on(*, incident: Incident, by: Employee) -> Incident:
    """Somebody looks into it; nothing runs yet."""
    incident = held(incident)
    if not can_start(by, incident):
        raise NotPermitted
    return _move(incident, Status.ASSESSING, by)


@operation(refused="incident.refused")
def start_incident(
    *, incident: Incident, edition: Edition | None, social: int, media: int, reason: str, by: Employee
) -> Incident:
    """Run it: the playbook's edition is pinned (I2), the level declared, whoever starts it leads, the tasks
    of the level are open. `edition` None starts without a playbook, for when none is released.

    Raises `AlreadyStarted`, `NoPlaybook`, `NotOpen`, `NotPermitted`.
    """
    person = Employee.objects.held().get(pk=by.pk)
    incident = held(incident)
    if not can_enter(person, incident):
        raise NotPermitted
    if incident.status in RUNNING:
        raise AlreadyStarted
    _require_next(incident, Status.ACTIVE)
    incident.edition = _in_force(edition) if edition else None
    incident.status, incident.started_at = Status.ACTIVE, timezone.now()
    incident.save(update_fields=["edition", "status", "started_at"])
    facts = {"edition": 0, "name": ""}
    if incident.edition:
        name = text_for(incident.edition, incident.edition.authoritative_language).title
        facts = {"edition": incident.edition.number, "name": name}
    write(incident, "incidents.started", by=by, facts=facts)
    record("incident.started", by=by, obj=incident, details={"edition": facts["edition"]})
    lead = lead_key(incident)
    if lead:
        claim(incident, lead, by)
    declare(incident, social=social, media=media, reason=reason, by=by)
    tell_started(incident, by)
    return incident


@operation(refused="incident.refused")
def change_status(*, incident: Incident, status: str, by: Employee) -> Incident:
    """Calming down, or running again. Raises `NotFromHere`; closing and the rest are acts of their own."""
    incident = held(incident)
    if not can_lead(by, incident):
        raise NotPermitted
    if status not in RUNNING:
        raise NotFromHere
    return _move(incident, Status(status), by)


@operation
def rename(*, incident: Incident, title: str, by: Employee) -> Incident:
    incident = held(incident)
    if not can_lead(by, incident):
        raise NotPermitted
    incident.title = title.strip()[:200] or incident.title
    incident.save(update_fields=["title"])
    write(incident, "incidents.renamed", by=by, text=incident.title)
    return incident


def _move(incident: Incident, status: Status, by: Employee) -> Incident:
    _require_next(incident, status)
    incident.status = status
    incident.stabilised_at = timezone.now() if status == Status.STABILISED else None
    incident.save(update_fields=["status", "stabilised_at"])
    write(incident, "incidents.status", by=by, facts={"status": status.value})
    record("incident.moved", by=by, obj=incident, details={"status": status.value})
    return incident


def _require_next(incident: Incident, status: Status) -> None:
    if not incident.is_open:
        raise NotOpen
    if status not in NEXT[incident.status]:
        raise NotFromHere


def _in_force(edition: Edition) -> Edition:
    """The edition, if it is its playbook's current one."""
    work = edition.work
    work.refresh_from_db()
    if work.current_id != edition.pk or work.retired_at is not None:
        raise NoPlaybook
    return edition
