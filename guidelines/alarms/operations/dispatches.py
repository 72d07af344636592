"""Messages: written with the call, sent by jobs, and what became of them."""

from django.utils import timezone

from accounts.people.emails import recipient
from guidelines.alarms.choices import Channel, DispatchState, Event
from guidelines.alarms.models import Alarm, AlarmCall, AlarmChannel, AlarmDispatch
from guidelines.playbooks.models import PhoneNumber
from portal.jobs.choices import Queue
from portal.jobs.operations import enqueue
from portal.mail.choices import MessageState
from portal.mail.models import Message
from portal.mail.operations import send

KIND = "alarms.deliver"
CALLED, SETTLED = "alarms.called", "alarms.settled"
# What became of a mail, as what became of a message.
STATES = {
    MessageState.QUEUED: DispatchState.QUEUED,
    MessageState.SENT: DispatchState.SENT,
    MessageState.REFUSED: DispatchState.REFUSED,
    MessageState.FAILED: DispatchState.FAILED,
}


def send_call(call: AlarmCall) -> None:
    """Tell somebody that they are called, by every channel at once. Text messages go first: a mail server
    that does not answer holds up whoever stands behind it."""
    gateway = AlarmChannel.objects.gateway()
    if gateway is not None:
        for number in PhoneNumber.objects.filter(person=call.person_id).order_by("kind", "pk"):
            _text(call, gateway, number)
    if not _has_mail_on_its_way(call):
        _mail(call)


def tell_machines(alarm: Alarm, event: Event) -> None:
    """Have every webhook told what happened to an alarm."""
    for machine in AlarmChannel.objects.on().webhooks().order_by("pk"):
        made = AlarmDispatch.objects.create(
            key=f"{alarm.ref}:{event}:{alarm.step}:{machine.pk}",
            alarm=alarm,
            channel=Channel.WEBHOOK,
            event=event,
            machine=machine,
            queued_at=timezone.now(),
        )
        enqueue_delivery(made)


def tell_people(alarm: Alarm) -> None:
    """One mail to everybody who was called and did not answer: somebody has it, or it is over."""
    people = {call.person for call in alarm.calls.select_related("person")}
    for person in sorted(people, key=lambda one: one.pk):
        if person.pk != alarm.answered_by_id:
            key = f"{SETTLED}:{alarm.ref}:{person.ref}"
            send(
                SETTLED,
                to=recipient(person),
                context={"alarm": str(alarm.ref)},
                key=key,
                queue=Queue.URGENT,
            )


def enqueue_delivery(dispatch: AlarmDispatch) -> None:
    enqueue(KIND, payload={"dispatch": dispatch.pk}, key=f"{KIND}:{dispatch.pk}", queue=Queue.URGENT)


def note_attempt(dispatch: AlarmDispatch) -> None:
    AlarmDispatch.objects.filter(pk=dispatch.pk).note_attempt()


def note_outcome(dispatch: AlarmDispatch, state: str, error: str = "") -> bool:
    """What became of it; False when it had ended before."""
    at = timezone.now() if state == DispatchState.SENT else None
    waiting = AlarmDispatch.objects.queued().filter(pk=dispatch.pk)
    return bool(waiting.update(state=state, error=error[:100], sent_at=at))


def mail_state(message: Message) -> str:
    return STATES[MessageState(message.state)]


def _text(call: AlarmCall, gateway: AlarmChannel, number: PhoneNumber) -> None:
    made = AlarmDispatch.objects.create(
        key=f"{call.ref}:sms:{number.pk}",
        alarm=call.alarm,
        call=call,
        channel=Channel.SMS,
        machine=gateway,
        number=number,
        number_kind=number.kind,
        queued_at=timezone.now(),
    )
    enqueue_delivery(made)


def _mail(call: AlarmCall) -> None:
    key = f"{call.ref}:mail"
    message = send(
        CALLED,
        to=recipient(call.person),
        context={"call": str(call.ref)},
        key=f"{CALLED}:{key}",
        queue=Queue.URGENT,
    )
    AlarmDispatch.objects.create(
        key=key,
        alarm=call.alarm,
        call=call,
        channel=Channel.MAIL,
        state=mail_state(message),
        error=message.error,
        queued_at=timezone.now(),
    )


def _has_mail_on_its_way(call: AlarmCall) -> bool:
    """An earlier mail of this alarm that still waits for the mail server will say all there is to say."""
    earlier = AlarmDispatch.objects.queued().filter(alarm=call.alarm_id, channel=Channel.MAIL)
    return earlier.filter(call__person=call.person_id).exists()
