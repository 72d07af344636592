"""The ends of an incident: closed, found to be none, or merged with another."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import Employee
from guidelines.incidents.choices import NEXT, OPEN, Status, TaskState
from guidelines.incidents.models import Incident, Member
from guidelines.incidents.permissions import can_enter, can_lead, can_start
from guidelines.incidents.reading import task_title
from guidelines.incidents.registry import tell_ended, unfinished_of
from guidelines.incidents.rules import (
    MoreConfidential,
    NotADuplicate,
    NotFromHere,
    NotOpen,
    ReasonRequired,
    Unfinished,
)
from guidelines.incidents.timeline import held, write
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


def unfinished(incident: Incident) -> list[str]:
    """What should be finished before closing, a sentence for each (I3)."""
    open_tasks = incident.tasks.filter(state=TaskState.OPEN, is_mandatory=True)
    tasks = [
        _("Mandatory task: {task}").format(task=task_title(incident, task.key, task.title))
        for task in open_tasks
    ]
    return [*tasks, *unfinished_of(incident)]


@operation(refused="incident.refused")
def close_incident(*, incident: Incident, by: Employee, reason: str = "") -> Incident:
    """I3: refused with `Unfinished` while a mandatory task or something else is open, except with a reason,
    which becomes an entry of its own kind."""
    incident = held(incident)
    if not can_lead(by, incident):
        raise NotPermitted
    _require_next(incident, Status.CLOSED)
    words, left = storable(reason).strip(), unfinished(incident)
    if left and not words:
        raise Unfinished
    kind = "incidents.closed-unfinished" if left else "incidents.closed"
    write(incident, kind, by=by, facts={"unfinished": len(left)}, text=words)
    return _end(incident, Status.CLOSED, by)


@operation(refused="incident.refused")
def cancel_incident(*, incident: Incident, reason: str, by: Employee) -> Incident:
    """It was none. Raises `ReasonRequired`, `NotFromHere` when it runs already."""
    incident = held(incident)
    if not can_start(by, incident):
        raise NotPermitted
    _require_next(incident, Status.CANCELLED)
    words = storable(reason).strip()
    if not words:
        raise ReasonRequired
    write(incident, "incidents.cancelled", by=by, text=words)
    return _end(incident, Status.CANCELLED, by)


@operation(refused="incident.refused")
def merge_incident(*, incident: Incident, into: Incident, by: Employee) -> Incident:
    """It is the same as `into`, where its reports are read from now on. Its own room stays as it was, and
    whoever was inside is let into the other. Both logs say so.

    Raises `NotADuplicate`, `MoreConfidential`, `NotFromHere`, `NotPermitted`.
    """
    both = {one.pk: held(one) for one in sorted((incident, into), key=lambda one: one.pk)}
    if len(both) != 2:
        raise NotADuplicate
    gone, stays = both[incident.pk], both[into.pk]
    if not (can_start(by, gone) or can_lead(by, gone)):
        raise NotPermitted
    if not can_enter(by, stays) or stays.status not in OPEN or stays.mode != gone.mode:
        raise NotADuplicate
    if gone.is_confidential != stays.is_confidential:
        raise MoreConfidential
    _require_next(gone, Status.DUPLICATE)
    gone.duplicate_of = stays
    write(gone, "incidents.merged-away", by=by, facts={"number": stays.number, "incident": str(stays.ref)})
    write(stays, "incidents.merged-in", by=by, facts={"number": gone.number, "incident": str(gone.ref)})
    gone.duplicates.update(duplicate_of=stays)
    _let_in(stays, _people_of(gone), by)
    _end(gone, Status.DUPLICATE, by)
    return stays


def _people_of(incident: Incident) -> set[int]:
    members = incident.members.values_list("person", flat=True)
    bearers = incident.roles.filter(ended_at=None).values_list("person", flat=True)
    return {*members, *bearers}


def _let_in(incident: Incident, people: Iterable[int], by: Employee) -> None:
    there, now = _people_of(incident), timezone.now()
    Member.objects.bulk_create(
        [
            Member(incident=incident, person_id=person, added_by=by, added_at=now)
            for person in sorted(set(people) - there)
        ],
        ignore_conflicts=True,
    )


def _end(incident: Incident, status: Status, by: Employee) -> Incident:
    incident.status, incident.ended_at, incident.ended_by = status, timezone.now(), by
    incident.save(update_fields=["status", "ended_at", "ended_by", "duplicate_of"])
    record("incident.moved", by=by, obj=incident, details={"status": status.value})
    tell_ended(incident, by)
    return incident


def _require_next(incident: Incident, status: Status) -> None:
    if not incident.is_open:
        raise NotOpen
    if status not in NEXT[incident.status]:
        raise NotFromHere
