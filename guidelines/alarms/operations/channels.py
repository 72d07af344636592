"""Setting up webhooks and the SMS gateway: one person enters, another confirms."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from accounts.people.choices import Decision
from accounts.people.models import Employee
from guidelines.alarms.addresses import checked, host_of
from guidelines.alarms.choices import BodyFormat, Channel, ChannelKind, Event
from guidelines.alarms.filling import checked_body, checked_headers
from guidelines.alarms.models import AlarmChannel, AlarmDispatch
from guidelines.alarms.operations.dispatches import enqueue_delivery
from guidelines.alarms.permissions import can_set_channels
from guidelines.alarms.rules import (
    AnotherPersonConfirms,
    DecidedAlready,
    NumberNeeded,
    SecretNeeded,
    SecretTooShort,
)
from guidelines.alarms.sealing import Secrets, in_envelope, secrets_of
from guidelines.playbooks.models import PhoneNumber
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

SECRET_MIN_CHARACTERS = 24


@dataclass(frozen=True)
class Wanted:
    """A channel as somebody entered it. Address and secret may be empty where a channel is replaced: then
    they stay."""

    kind: str
    name: str
    address: str
    secret: str
    body_format: str = BodyFormat.JSON
    body: str = ""
    headers: str = ""


@operation(refused="alarm.refused")
def propose_channel(*, wanted: Wanted, replaces: AlarmChannel | None = None, by: Employee) -> AlarmChannel:
    """Enter a channel, or another state of one. It is used when a second person has confirmed it.

    Raises `NotPermitted`, and what is wrong with it by the names of `rules`.
    """
    _require(by)
    secrets = _secrets(wanted, replaces)
    made = AlarmChannel(
        kind=replaces.kind if replaces else wanted.kind,
        name=wanted.name,
        host=host_of(secrets.address),
        proposed_by=by,
        proposed_at=timezone.now(),
        replaces=replaces,
    )
    if made.kind == ChannelKind.SMS:
        made.body_format = wanted.body_format
        made.body = checked_body(wanted.body, wanted.body_format)
        made.headers = checked_headers(wanted.headers)
    made.sealed = in_envelope(secrets, made.ref)
    made.save()
    record("alarm.channel_proposed", by=by, obj=made, details={"host": made.host, "kind": made.kind})
    return made


@operation(refused="alarm.refused")
def decide_channel(*, channel: AlarmChannel, confirmed: bool, by: Employee) -> AlarmChannel:
    """Confirm what somebody else entered, or turn it down; who entered it may take it back. The channel that
    it replaces, and any other SMS gateway, end with its confirmation.

    Raises `NotPermitted`, `AnotherPersonConfirms`, `DecidedAlready`.
    """
    _require(by)
    channel = _held(channel)
    if channel.decision or channel.ended_at is not None:
        raise DecidedAlready
    mine = channel.proposed_by_id == by.pk
    if confirmed and mine:
        raise AnotherPersonConfirms
    declined = Decision.WITHDRAWN if mine else Decision.DECLINED
    if confirmed:
        _end_replaced(channel, by)
    channel.decision = Decision.CONFIRMED if confirmed else declined
    channel.decided_by, channel.decided_at = by, timezone.now()
    if not confirmed:
        channel.sealed = b""
    channel.save()
    details = {"host": channel.host, "kind": channel.kind, "decision": str(channel.decision)}
    record("alarm.channel_decided", by=by, obj=channel, details=details)
    return channel


@operation(refused="alarm.refused")
def end_channel(*, channel: AlarmChannel, by: Employee) -> None:
    """Take a channel out of use and forget its secrets. Raises `NotPermitted`, `DecidedAlready`."""
    _require(by)
    channel = _held(channel)
    if not channel.is_on:
        raise DecidedAlready
    _end(channel, by)


@operation(refused="alarm.refused")
def try_channel(*, channel: AlarmChannel, by: Employee) -> AlarmDispatch:
    """Send a message that says only that it is a test; a text message to the number of whoever asks. It may
    be tried before it is confirmed. Raises `NotPermitted`, `DecidedAlready`, `NumberNeeded`."""
    _require(by)
    channel = _held(channel)
    if not AlarmChannel.objects.current().filter(pk=channel.pk).exists():
        raise DecidedAlready
    number = None
    if channel.kind == ChannelKind.SMS:
        number = PhoneNumber.objects.filter(person=by).order_by("kind", "pk").first()
        if number is None:
            raise NumberNeeded
    count = channel.dispatches.filter(event=Event.TEST).count()
    made = AlarmDispatch.objects.create(
        key=f"test:{channel.ref}:{count + 1}",
        channel=Channel(channel.kind),
        event=Event.TEST,
        machine=channel,
        number=number,
        number_kind=number.kind if number else "",
        asked_by=by,
        queued_at=timezone.now(),
    )
    enqueue_delivery(made)
    record("alarm.channel_tested", by=by, obj=channel, details={"host": channel.host})
    return made


@operation
def note_tree_seen(*, by: Employee) -> None:
    """Write down that somebody looked at everybody's numbers."""
    record("alarm.tree_seen", by=by)


def _require(by: Employee) -> None:
    if not can_set_channels(by):
        raise NotPermitted


def _held(channel: AlarmChannel) -> AlarmChannel:
    return AlarmChannel.objects.select_for_update(of=("self",), no_key=True).get(pk=channel.pk)


def _secrets(wanted: Wanted, replaces: AlarmChannel | None) -> Secrets:
    known = secrets_of(_held(replaces)) if replaces is not None else Secrets("", "")
    address = known.address
    if wanted.address:
        address = checked(wanted.address, private=settings.ALARM_PRIVATE_ADDRESSES)
    elif not known.address:
        checked("", private=True)
    if known.secret and not wanted.secret and address != known.address:
        raise SecretNeeded
    secret = wanted.secret or known.secret
    kind = replaces.kind if replaces else wanted.kind
    if kind == ChannelKind.WEBHOOK and len(secret) < SECRET_MIN_CHARACTERS:
        raise SecretTooShort
    return Secrets(address, secret)


def _end_replaced(channel: AlarmChannel, by: Employee) -> None:
    ends = AlarmChannel.objects.on().filter(pk=channel.replaces_id or 0)
    if channel.kind == ChannelKind.SMS:
        ends = AlarmChannel.objects.on().filter(kind=ChannelKind.SMS)
    for other in ends.select_for_update(of=("self",), no_key=True):
        _end(other, by)


def _end(channel: AlarmChannel, by: Employee) -> None:
    channel.sealed, channel.ended_by, channel.ended_at = b"", by, timezone.now()
    channel.save(update_fields=["sealed", "ended_by", "ended_at"])
    record("alarm.channel_ended", by=by, obj=channel, details={"host": channel.host, "kind": channel.kind})
