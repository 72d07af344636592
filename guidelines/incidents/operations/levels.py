"""Levels on both axes, declared by somebody for a reason."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.incidents.models import Incident, LevelChange
from guidelines.incidents.operations.tasks import open_tasks
from guidelines.incidents.permissions import can_lead
from guidelines.incidents.registry import tell_level_declared
from guidelines.incidents.rules import (
    LevelChangedMeanwhile,
    NoSuchLevel,
    NotFromHere,
    ReasonRequired,
    SameLevel,
)
from guidelines.incidents.timeline import held, write
from guidelines.playbooks.structure import LEVELS
from portal.audit.chain import storable
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="incident.refused")
def declare_level(
    *, incident: Incident, base: int, social: int, media: int, reason: str, by: Employee
) -> LevelChange:
    """Declare a level. `base` is the key of the newest LevelChange that the person had seen (0: none).

    A higher level opens further tasks; a lower one closes none. Raises `LevelChangedMeanwhile` with what was
    declared in between, `SameLevel`, `ReasonRequired`, `NotFromHere` before the start and after the end.
    """
    incident = held(incident)
    if not can_lead(by, incident):
        raise NotPermitted
    if not incident.is_running:
        raise NotFromHere
    newest = incident.levels.order_by("-pk").first()
    if newest is not None and newest.pk != base:
        raise LevelChangedMeanwhile(newest)
    if (incident.social, incident.media) == (social, media):
        raise SameLevel
    if not reason.strip():
        raise ReasonRequired
    return declare(incident, social=social, media=media, reason=reason, by=by)


def declare(incident: Incident, *, social: int, media: int, reason: str, by: Employee) -> LevelChange:
    """A part of the running operation, on the incident that it holds."""
    if social not in LEVELS or media not in LEVELS:
        raise NoSuchLevel
    now = timezone.now()
    change = LevelChange.objects.create(
        incident=incident,
        social=social,
        media=media,
        reason=storable(reason).strip()[:2000],
        declared_by=by,
        declared_at=now,
    )
    incident.social, incident.media = social, media
    incident.save(update_fields=["social", "media"])
    facts = {"social": social, "media": media}
    write(incident, "incidents.level", by=by, facts=facts, text=change.reason)
    record("incident.level", by=by, obj=incident, details=facts)
    open_tasks(incident, at=now, by=by)
    tell_level_declared(change)
    return change
