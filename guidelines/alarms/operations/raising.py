"""Raising an alarm, in the transaction of what it is about."""

from django.conf import settings
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.alarms.chain import playbook_of
from guidelines.alarms.choices import AnsweredBy, Cause
from guidelines.alarms.memory import note_ringing
from guidelines.alarms.models import Alarm
from guidelines.alarms.operations.ringing import advance, locked, repeat
from guidelines.alarms.operations.settling import settle
from guidelines.alarms.permissions import can_raise
from guidelines.alarms.rules import IncidentEnded
from guidelines.incidents.models import Incident, LevelChange
from guidelines.incidents.timeline import held, write
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


def ring_for_report(incident: Incident, by: Employee | None) -> None:
    """Hook of the incidents: a report opened one, and somebody has to take the lead."""
    _ring(incident, Cause.REPORTED, by)


def ring_for_start(incident: Incident, by: Employee | None) -> None:
    """Hook of the incidents: one runs. Whoever started it has it, and the roles of its level are wanted."""
    alarm = incident.alarms.open().filter(role="").first()
    if alarm is not None and by is not None:
        alarm.incident = incident
        settle(alarm, by=by, how=AnsweredBy.STARTED)
    _ring_for_roles(incident, incident.level, by)


def ring_for_level(change: LevelChange) -> None:
    """Hook of the incidents: where the level rises, the roles that it asks for are wanted too."""
    incident = change.incident
    before = incident.levels.filter(pk__lt=change.pk).order_by("-pk").first()
    was = max(before.social, before.media) if before is not None else -1
    level = max(change.social, change.media)
    if incident.is_running and level > was:
        _ring_for_roles(incident, level, change.declared_by)


@operation(refused="alarm.refused")
def raise_by_hand(*, incident: Incident, by: Employee) -> Alarm:
    """Call again for somebody to take the lead: anew, or everybody where all were called in vain. While it
    rings, nothing changes. Raises `NotPermitted`, `IncidentEnded`."""
    incident = held(incident)
    if not incident.is_open:
        raise IncidentEnded
    if not can_raise(by, incident):
        raise NotPermitted
    alarm = incident.alarms.open().filter(role="").first()
    if alarm is None:
        return _ring(incident, Cause.BY_HAND, by)
    alarm, _ = locked(alarm)
    if alarm.next_at is None:
        repeat(alarm, at_will=True)
    return alarm


def _ring(incident: Incident, cause: Cause, by: Employee | None, role: str = "") -> Alarm:
    """Start to call; what rings already goes on. The caller has locked the incident, or just made it."""
    ringing = incident.alarms.open().filter(role=role).first()
    if ringing is not None:
        return ringing
    now = timezone.now()
    alarm = Alarm.objects.create(
        incident=incident,
        role=role,
        cause=cause,
        raised_at=now,
        raised_by=by,
        stepped_at=now,
        minutes=_minutes(incident),
    )
    facts = {"cause": str(cause), "role": role, "minutes": alarm.minutes}
    write(incident, "alarms.raised", by=by, facts=facts)
    record("alarm.raised", by=by, obj=alarm, details={"incident": incident.number, "cause": str(cause)})
    advance(alarm)
    note_ringing()
    return alarm


def _ring_for_roles(incident: Incident, number: int, by: Employee | None) -> None:
    """The roles of a level that nobody has and nobody was called for yet."""
    found = playbook_of(incident)
    level = found[1].level(number) if found else None
    if found is None or level is None:
        return
    lead = found[1].lead
    taken = set(incident.roles.filter(ended_at=None).values_list("role", flat=True))
    called_for = set(incident.alarms.values_list("role", flat=True))
    settled = taken | called_for | ({lead.key} if lead else set())
    for role in level.roles:
        if role not in settled:
            _ring(incident, Cause.LEVEL_RAISED, by, role)


def _minutes(incident: Incident) -> int:
    """Until the next is called: what the settings say, or the level's first response if that is sooner."""
    found = playbook_of(incident)
    level = found[1].level(incident.level) if found else None
    first = level.first_response_minutes if level else 0
    return max(1, min(settings.ALARM_DEPUTY_MINUTES, first or settings.ALARM_DEPUTY_MINUTES))
