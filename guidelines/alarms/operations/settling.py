"""The end of an alarm: somebody has it, or its incident is over. Both run under the lock on the incident."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.alarms.choices import AlarmState, AnsweredBy, Event
from guidelines.alarms.models import Alarm
from guidelines.alarms.operations.dispatches import tell_machines, tell_people
from guidelines.incidents.models import Incident, Member
from guidelines.incidents.permissions import can_enter
from guidelines.incidents.timeline import write
from portal.audit.trail import record


def settle(alarm: Alarm, *, by: Employee, how: AnsweredBy) -> None:
    """Write down who has it, let them in, and tell the others. The incident is locked."""
    incident, now = alarm.incident, timezone.now()
    alarm.state, alarm.answered_by, alarm.answered_at = AlarmState.ANSWERED, by, now
    alarm.answered_how, alarm.ended_at, alarm.next_at = how, now, None
    alarm.save()
    alarm.calls.filter(person=by, answered_at=None).update(answered_at=now)
    _let_in(incident, by)
    write(incident, "alarms.answered", by=by, facts={"how": str(how), "role": alarm.role})
    record("alarm.answered", by=by, obj=alarm, details={"incident": incident.number, "how": str(how)})
    tell_people(alarm)
    tell_machines(alarm, Event.ANSWERED)


def end_all(incident: Incident, by: Employee | None) -> None:
    """Hook of the incidents: one has ended, was none, or is told of elsewhere; its alarms are over."""
    now = timezone.now()
    for alarm in incident.alarms.open().order_by("pk"):
        alarm.incident = incident
        alarm.state, alarm.ended_at, alarm.next_at = AlarmState.ENDED, now, None
        alarm.save(update_fields=["state", "ended_at", "next_at"])
        record("alarm.ended", by=by, obj=alarm, details={"incident": incident.number})
        tell_people(alarm)
        tell_machines(alarm, Event.ENDED)


def _let_in(incident: Incident, by: Employee) -> None:
    """Whoever was called in the end has to be able to work, in a confidential room too."""
    if can_enter(by, incident):
        return
    Member.objects.get_or_create(incident=incident, person=by, defaults={"added_at": timezone.now()})
    write(incident, "incidents.let-in", by=None, facts={"person": str(by.ref)})
