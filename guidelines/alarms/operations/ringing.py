"""Calling people one after the other until somebody has it. Every function here runs under the lock on the
incident, inside an operation."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from guidelines.alarms.chain import Stage, everybody, next_stage
from guidelines.alarms.choices import AlarmState, AnsweredBy, Channel, DispatchState, Event
from guidelines.alarms.models import Alarm, AlarmCall, AlarmDispatch
from guidelines.alarms.operations.dispatches import note_outcome, send_call, tell_machines
from guidelines.alarms.operations.settling import settle
from guidelines.alarms.tokens import hash_of, token_of
from guidelines.incidents.models import Incident
from guidelines.incidents.timeline import held, write
from portal.audit.trail import operation, record
from portal.jobs.choices import Queue
from portal.jobs.operations import enqueue

STEP = "alarms.step"


def locked(alarm: Alarm) -> tuple[Alarm, Incident]:
    """The alarm and its incident as they are now; so they stay until the operation ends."""
    incident = held(alarm.incident)
    found = Alarm.objects.select_for_update(of=("self",), no_key=True).get(pk=alarm.pk)
    found.incident = incident
    return found, incident


@operation
def advance_when_due(*, alarm: Alarm, step: int) -> bool:
    """Call whoever comes after `step`, once, however many ask. False when that has been done already, or
    somebody has it."""
    alarm, incident = locked(alarm)
    if not alarm.is_open or alarm.step != step:
        return False
    taken = incident.roles.filter(role=alarm.role, ended_at=None).select_related("person").first()
    if alarm.role and taken is not None:
        settle(alarm, by=taken.person, how=AnsweredBy.ROLE)
        return False
    advance(alarm)
    return True


@operation
def note_trouble(*, dispatch: AlarmDispatch, state: str, error: str) -> None:
    """A message did not leave, for now or for good. When none is left that may reach the people who were
    called last, the next ones are called at once."""
    if dispatch.alarm is None:
        note_outcome(dispatch, state, error)
        return
    alarm, incident = locked(dispatch.alarm)
    if not note_outcome(dispatch, state, error):
        return
    _write_once_per_channel(incident, alarm, dispatch, error)
    newest = dispatch.call is not None and dispatch.call.step == alarm.step
    if newest and alarm.state == AlarmState.RINGING and not _may_be_heard(alarm):
        advance(alarm)


def advance(alarm: Alarm) -> None:
    """Call the next people in the order; when there is nobody left, everybody again."""
    while alarm.state == AlarmState.RINGING:
        stage = next_stage(alarm)
        if not stage:
            _exhaust(alarm)
            return
        call(alarm, stage, minutes=alarm.minutes)
        if _may_be_heard(alarm):
            return
    repeat(alarm)


def repeat(alarm: Alarm, *, at_will: bool = False) -> None:
    """Call everybody once more, so often as the settings say; `at_will` for somebody who asks for it."""
    if alarm.round >= settings.ALARM_REPEATS and not at_will:
        alarm.next_at = None
        alarm.save(update_fields=["next_at"])
        return
    alarm.round += 1
    call(alarm, everybody(alarm), minutes=settings.ALARM_REPEAT_MINUTES)


def call(alarm: Alarm, stage: Stage, *, minutes: int) -> None:
    now = timezone.now()
    alarm.step += 1
    alarm.stepped_at, alarm.next_at = now, now + timedelta(minutes=minutes)
    alarm.save(update_fields=["step", "round", "stepped_at", "next_at"])
    first = alarm.calls.count()
    for position, person in enumerate(stage.people, start=first):
        made = AlarmCall(
            alarm=alarm,
            person=person,
            step=alarm.step,
            round=alarm.round,
            position=position,
            called_at=now,
            due_at=alarm.next_at,
        )
        made.token_hash = hash_of(token_of(made.ref))
        made.save()
        send_call(made)
    write(alarm.incident, "alarms.called", by=None, facts=_whom(alarm, stage))
    tell_machines(alarm, Event.CALLED)
    enqueue(
        STEP,
        payload={"alarm": alarm.pk, "step": alarm.step},
        key=f"alarm:{alarm.pk}:{alarm.step}",
        queue=Queue.URGENT,
        run_at=alarm.next_at,
    )


def _whom(alarm: Alarm, stage: Stage) -> dict[str, object]:
    facts: dict[str, object] = {"step": alarm.step, "role": alarm.role, "count": len(stage.people)}
    return {**facts, "person": str(stage.people[0].ref)} if len(stage.people) == 1 else facts


def _exhaust(alarm: Alarm) -> None:
    alarm.state = AlarmState.EXHAUSTED
    alarm.save(update_fields=["state"])
    write(alarm.incident, "alarms.exhausted", by=None, facts={"role": alarm.role})
    record("alarm.exhausted", obj=alarm, details={"incident": alarm.incident.number})
    tell_machines(alarm, Event.EXHAUSTED)
    repeat(alarm)


def _may_be_heard(alarm: Alarm) -> bool:
    """Whether a message to somebody who was called last has arrived, or has not been tried yet."""
    newest = AlarmCall.objects.of_newest_step(alarm).filter(passed_on_at=None)
    return AlarmDispatch.objects.filter(call__in=newest).promising().exists()


def _write_once_per_channel(incident: Incident, alarm: Alarm, dispatch: AlarmDispatch, error: str) -> None:
    same = alarm.dispatches.filter(channel=dispatch.channel, machine=dispatch.machine).exclude(error="")
    known = same.exclude(pk=dispatch.pk).exclude(state=DispatchState.DROPPED)
    if dispatch.channel == Channel.MAIL:
        known = known.exclude(error="no_address")
    if not known.exists():
        facts = {"channel": dispatch.channel, "error": error[:100]}
        write(incident, "alarms.channel_failed", by=None, facts=facts)
