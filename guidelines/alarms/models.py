"""An alarm is a row, and so is everything that it says: what happened stands there, whatever broke."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people.choices import Decision
from accounts.people.models import Employee
from guidelines.alarms.choices import (
    OPEN,
    AlarmState,
    AnsweredBy,
    BodyFormat,
    Cause,
    Channel,
    ChannelKind,
    DispatchState,
    Event,
)
from guidelines.alarms.querysets import (
    AlarmCallQuerySet,
    AlarmChannelQuerySet,
    AlarmDispatchQuerySet,
    AlarmQuerySet,
)
from guidelines.incidents.models import Incident
from guidelines.playbooks.choices import NumberKind
from guidelines.playbooks.models import PhoneNumber


class Alarm(models.Model):
    """Somebody is wanted for an incident: for its lead (`role` is ""), or for one role of its playbook.

    Changed only under a lock on the incident. `step` counts how often somebody was called and makes each
    call happen once; `next_at` is when the next one follows, nothing when none does.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="alarms")
    role = models.SlugField(max_length=64, blank=True)
    cause = models.CharField(max_length=16, choices=Cause)
    state = models.CharField(max_length=16, choices=AlarmState, default=AlarmState.RINGING)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0)
    stepped_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=8, choices=AnsweredBy, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("alarm", "alarm")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "role"], condition=Q(state__in=OPEN), name="one_open_alarm_per_role"
            ),
            models.CheckConstraint(
                condition=Q(state=AlarmState.ANSWERED, answered_at__isnull=False, answered_by__isnull=False)
                | (~Q(state=AlarmState.ANSWERED) & Q(answered_at__isnull=True, answered_by__isnull=True)),
                name="answered_alarm_has_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False, next_at__isnull=True)),
                name="alarm_ended_at_a_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=Q(state__in=OPEN), name="open_alarms_by_next")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.role or 'lead'} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class AlarmCall(models.Model):
    """One person is called, once a round. The link in the message is found by the hash of its token."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="calls")
    person = models.ForeignKey(Employee, models.PROTECT, related_name="alarm_calls")
    step = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    called_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)

    objects = AlarmCallQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alarm", "position"], name="alarm_position_once"),
            models.UniqueConstraint(fields=["alarm", "round", "person"], name="person_once_per_round"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-called_at"], name="alarm_calls_by_person")]

    def __str__(self) -> str:
        return f"{self.alarm_id} #{self.position}"


class AlarmChannel(models.Model):
    """A machine outside that is told of alarms, once a second person has confirmed it.

    `sealed` holds its address and its secret: the key of a signature, or what the gateway asks for. A change
    is a row of its own; the one that it replaces works until the change is confirmed.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(pgettext_lazy("alarm channel", "kind"), max_length=8, choices=ChannelKind)
    name = models.CharField(pgettext_lazy("alarm channel", "name"), max_length=80)
    # The address itself is sealed: its path is often a secret.
    host = models.CharField(pgettext_lazy("alarm channel", "host"), max_length=300)
    body_format = models.CharField(max_length=8, choices=BodyFormat, default=BodyFormat.JSON)
    body = models.TextField(blank=True, max_length=2000)
    headers = models.TextField(blank=True, max_length=1000)
    sealed = models.BinaryField()
    proposed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=16, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replacements")
    ended_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = AlarmChannelQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("alarm channel", "alarm channel")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind=ChannelKind.SMS, decision=Decision.CONFIRMED, ended_at=None),
                name="one_sms_gateway_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="alarm_channel_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="alarm_channel_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        return self.decision == Decision.CONFIRMED and self.ended_at is None


class AlarmDispatch(models.Model):
    """One message by one channel: to a person who is called, or to a machine that is told.

    `key` is the same for every attempt: whoever receives it twice can see that. Of a phone number only its
    kind is kept, so that taking a number back takes it from here too.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    # Nothing for a test.
    alarm = models.ForeignKey(Alarm, models.PROTECT, null=True, related_name="dispatches")
    call = models.ForeignKey(AlarmCall, models.PROTECT, null=True, related_name="dispatches")
    channel = models.CharField(max_length=8, choices=Channel)
    event = models.CharField(max_length=16, choices=Event, default=Event.CALLED)
    machine = models.ForeignKey(AlarmChannel, models.PROTECT, null=True, related_name="dispatches")
    number = models.ForeignKey(PhoneNumber, models.SET_NULL, null=True, related_name="+")
    number_kind = models.CharField(max_length=16, choices=NumberKind, blank=True)
    asked_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=DispatchState, default=DispatchState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = AlarmDispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("message of an alarm")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=DispatchState.SENT, sent_at__isnull=False)
                | (~Q(state=DispatchState.SENT) & Q(sent_at__isnull=True)),
                name="alarm_dispatch_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.MAIL, machine__isnull=True)
                | (~Q(channel=Channel.MAIL) & Q(machine__isnull=False)),
                name="alarm_dispatch_by_a_machine",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["channel", "-queued_at"], name="alarm_dispatches_by_channel")
        ]

    def __str__(self) -> str:
        return self.key
