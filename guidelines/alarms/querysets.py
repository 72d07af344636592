from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from accounts.people.choices import Decision
from guidelines.alarms.choices import OPEN, ChannelKind, DispatchState

if TYPE_CHECKING:
    from accounts.people.models import Employee
    from guidelines.alarms.models import (  # noqa: F401  in brackets below
        Alarm,
        AlarmCall,
        AlarmChannel,
        AlarmDispatch,
    )


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def open(self) -> "AlarmQuerySet":
        """Those that nobody has."""
        return self.filter(state__in=OPEN)

    def late(self, now: datetime, stepped_after: datetime) -> "AlarmQuerySet":
        """Open, and somebody should have been called by `now`; or the clock has been set back since the last
        call (it lies after `stepped_after`), and waiting for `next_at` would be waiting too long."""
        waiting = Q(next_at__lte=now) | Q(next_at__isnull=False, stepped_at__gt=stepped_after)
        return self.open().filter(waiting)


class AlarmCallQuerySet(models.QuerySet["AlarmCall"]):
    def of_newest_step(self, alarm: "Alarm") -> "AlarmCallQuerySet":
        return self.filter(alarm=alarm, step=alarm.step)

    def ringing_for(self, person: "Employee") -> "AlarmCallQuerySet":
        """Calls that `person` could still answer, the newest first."""
        mine = self.filter(person=person, alarm__state__in=OPEN, passed_on_at=None)
        return mine.select_related("alarm__incident").order_by("-called_at", "-pk")


class AlarmChannelQuerySet(models.QuerySet["AlarmChannel"]):
    def current(self) -> "AlarmChannelQuerySet":
        """Those in use, and those that wait for a second person."""
        return self.filter(ended_at=None, decision__in=("", Decision.CONFIRMED))

    def on(self) -> "AlarmChannelQuerySet":
        return self.filter(ended_at=None, decision=Decision.CONFIRMED)

    def waiting(self) -> "AlarmChannelQuerySet":
        return self.filter(ended_at=None, decision="")

    def webhooks(self) -> "AlarmChannelQuerySet":
        return self.filter(kind=ChannelKind.WEBHOOK)

    def gateway(self) -> "AlarmChannel | None":
        """The machine that sends text messages."""
        return self.on().filter(kind=ChannelKind.SMS).first()


class AlarmDispatchQuerySet(models.QuerySet["AlarmDispatch"]):
    def queued(self) -> "AlarmDispatchQuerySet":
        return self.filter(state=DispatchState.QUEUED)

    def personal(self) -> "AlarmDispatchQuerySet":
        """To somebody who is called."""
        return self.exclude(call=None)

    def promising(self) -> "AlarmDispatchQuerySet":
        """Arrived, or not yet tried: reason enough to wait for an answer."""
        return self.filter(Q(state=DispatchState.SENT) | Q(state=DispatchState.QUEUED, error=""))

    def note_attempt(self) -> int:
        return self.update(attempts=F("attempts") + 1)
