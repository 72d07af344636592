"""The days and hours that decide what is said, and whether anything is said at all."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.people.calendar import Place, is_working_day, next_working_day

WEEK = timedelta(days=7)
# What ended longer ago is no news any more, to somebody who returns for instance.
ENDED_LATELY = timedelta(days=60)


@dataclass(frozen=True)
class Today:
    """A local day, and the two days that decide how urgent a due date is."""

    day: date
    next_working_day: date

    @classmethod
    def at(cls, moment: datetime, place: Place) -> "Today":
        day = moment.astimezone(ZoneInfo(place.time_zone)).date()
        return cls(day, next_working_day(day + timedelta(days=1), place))

    @property
    def in_a_week(self) -> date:
        return self.day + WEEK

    @property
    def a_week_ago(self) -> date:
        return self.day - WEEK


def is_time_to_write(moment: datetime, place: Place) -> bool:
    """Whether it is a working day at `place`, and an hour at which a mail does not disturb."""
    there = moment.astimezone(ZoneInfo(place.time_zone))
    at_work = settings.REMINDER_FROM_HOUR <= there.hour < settings.REMINDER_UNTIL_HOUR
    return at_work and is_working_day(there.date(), place)
