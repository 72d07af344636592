"""What follows by itself: the next person, and the messages. All of it on the urgent queue."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guidelines.alarms.choices import AlarmState, Channel, DispatchState, Event
from guidelines.alarms.models import Alarm, AlarmDispatch
from guidelines.alarms.operations.dispatches import CALLED, KIND, mail_state, note_attempt, note_outcome
from guidelines.alarms.operations.ringing import STEP, advance_when_due, note_trouble
from guidelines.alarms.sending import Refused, Unavailable
from guidelines.alarms.speaking import transmit
from portal.jobs.choices import Queue
from portal.jobs.models import Job
from portal.jobs.registry import every, handler
from portal.jobs.running import Run
from portal.mail.models import Message
from portal.mail.registry import on_outcome

# Two machines need not agree about the time to the second.
CLOCKS_DIFFER = timedelta(seconds=30)
RELATED = ("alarm__incident", "call__person", "machine", "number")


@handler(STEP, queue=Queue.URGENT, title=_("Calling the next person of an alarm"))
def step(run: Run) -> None:
    """Nobody has it yet: the next. A kill in the middle leaves nothing of it, and it is done again."""
    alarm = Alarm.objects.select_related("incident").get(pk=run.payload["alarm"])
    with run.step(0, 1):
        advance_when_due(alarm=alarm, step=run.payload["step"])


@every(minutes=1, kind="alarms.watch", queue=Queue.URGENT, title=_("Looking after alarms that ring"))
def watch(run: Run) -> dict[str, int]:
    """The second way to the next person: for a lost job, one that failed, and a clock that was set back."""
    now = timezone.now()
    called = 0
    for alarm in Alarm.objects.late(now, now + CLOCKS_DIFFER).select_related("incident").order_by("pk"):
        with run.step(called, 0):
            called += advance_when_due(alarm=alarm, step=alarm.step)
    return {"called": called}


def _gave_up(job: Job) -> None:
    dispatch = _waiting().filter(pk=job.payload["dispatch"]).first()
    if dispatch is not None:
        note_trouble(dispatch=dispatch, state=DispatchState.FAILED, error=dispatch.error or job.error)


@handler(
    KIND,
    queue=Queue.URGENT,
    title=_("Sending a message of an alarm"),
    max_attempts=settings.ALARM_MAX_ATTEMPTS,
    on_failed=_gave_up,
)
def deliver(run: Run) -> None:
    """At least once: a crash between the answer and the row says the same again, under the same key."""
    found = AlarmDispatch.objects.queued().select_related(*RELATED).filter(pk=run.payload["dispatch"])
    dispatch = found.first()
    if dispatch is None:
        return
    if is_over(dispatch):
        with run.step(1, 1):
            note_outcome(dispatch, DispatchState.DROPPED)
        return
    with run.step(0, 1):
        note_attempt(dispatch)
    try:
        transmit(dispatch)
    except Refused as refusal:
        with run.step(1, 1, must_finish=True):
            note_trouble(dispatch=dispatch, state=DispatchState.REFUSED, error=str(refusal))
    except Unavailable as obstacle:
        with run.step(0, 1, must_finish=True):
            note_trouble(dispatch=dispatch, state=DispatchState.QUEUED, error=str(obstacle))
        raise
    else:
        with run.step(1, 1, must_finish=True):
            note_outcome(dispatch, DispatchState.SENT)


def is_over(dispatch: AlarmDispatch) -> bool:
    """Nobody should be woken for what somebody has, and nothing goes to a machine that was taken out."""
    if dispatch.event == Event.TEST:
        return False
    if dispatch.machine is not None and not dispatch.machine.is_on:
        return True
    if dispatch.channel == Channel.SMS and (dispatch.number is None or dispatch.call.passed_on_at):
        return True
    still_wanted = dispatch.event not in (Event.CALLED, Event.EXHAUSTED)
    return not still_wanted and dispatch.alarm.state not in (AlarmState.RINGING, AlarmState.EXHAUSTED)


@on_outcome(CALLED)
def mail_went(message: Message, error: str) -> None:
    """What became of the mail to somebody who is called."""
    key = message.key.removeprefix(f"{CALLED}:")
    dispatch = _waiting().filter(key=key).first()
    if dispatch is None:
        return
    note_attempt(dispatch)
    if error:
        note_trouble(dispatch=dispatch, state=mail_state(message), error=error)
    else:
        note_outcome(dispatch, mail_state(message))


def _waiting() -> QuerySet[AlarmDispatch]:
    return AlarmDispatch.objects.queued().select_related("alarm__incident", "call")
