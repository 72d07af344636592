"""The two answers: "I have it" and "I cannot"."""

from django.utils import timezone

from accounts.people.models import Employee
from guidelines.alarms.choices import AlarmState, AnsweredBy
from guidelines.alarms.models import Alarm, AlarmCall
from guidelines.alarms.operations.ringing import advance, locked
from guidelines.alarms.operations.settling import settle
from guidelines.alarms.permissions import can_answer
from guidelines.incidents.timeline import write
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record


@operation(refused="alarm.refused")
def answer(*, alarm: Alarm, by: Employee, how: AnsweredBy) -> Alarm:
    """Somebody has it: it stops ringing for everybody. Whoever comes second changes nothing and sees in
    `answered_by` who was first. Raises `NotPermitted`."""
    alarm, _ = locked(alarm)
    if not by.is_active or not can_answer(by, alarm):
        raise NotPermitted
    if alarm.is_open:
        settle(alarm, by=by, how=how)
    return alarm


@operation(refused="alarm.refused")
def pass_on(*, call: AlarmCall, by: Employee) -> None:
    """ "I cannot": the next one is called at once, unless others who were called with them may answer still.
    Raises `NotPermitted`."""
    alarm, incident = locked(call.alarm)
    if call.person_id != by.pk:
        raise NotPermitted
    waiting = AlarmCall.objects.filter(alarm=alarm, person=by, passed_on_at=None)
    if not alarm.is_open or not waiting.update(passed_on_at=timezone.now()):
        return
    write(incident, "alarms.passed_on", by=by, facts={"role": alarm.role})
    record("alarm.passed_on", by=by, obj=alarm, details={"incident": incident.number})
    others = AlarmCall.objects.of_newest_step(alarm).filter(passed_on_at=None)
    if alarm.state == AlarmState.RINGING and not others.exists():
        advance(alarm)
