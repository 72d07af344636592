"""When something is due: in working days where somebody works, at the end of the day there."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from accounts.people.calendar import Place, end_of_day, local_day, next_working_day


def working_days_after(moment: datetime, days: int, place: Place) -> datetime:
    """The end of the `days`-th working day after the day of `moment` at `place`, in UTC."""
    return end_of_day(working_day_after(local_day(moment, place), days, place), place)


def working_day_after(day: date, days: int, place: Place) -> date:
    """The `days`-th working day after `day` at `place`."""
    for _ in range(days):
        day = next_working_day(day + timedelta(days=1), place)
    return day


def until_end_of(day: date, place: Place) -> datetime:
    """The moment at which `day` is over at `place`: 23 or 25 hours long when the clocks change."""
    return end_of_day(day, place)


def look_again_at(moment: datetime, place: Place) -> datetime:
    """When a ban for good that stands at `moment` is due to be looked at: the end of a day at `place`."""
    days = timedelta(days=settings.MODERATION_BAN_REVIEW_DAYS, seconds=-1)
    day = local_day(moment + days, place)
    return until_end_of(day, place)


def kept_until(moment: datetime, days: int) -> date:
    """The day on which what is over at `moment` is deleted."""
    return (moment + timedelta(days=days)).date()


def last_day(moment: datetime) -> date:
    """The day that ends at `moment`, or in which it lies, where the reader is: never the day after."""
    return timezone.localtime(moment - timedelta(seconds=1)).date()


def until_when(moment: datetime, *, place: Place | None = None, is_short: bool = False) -> str:
    """A deadline in words: a day where a day was given, and the time of day only where it matters. It is read
    at `place`, or where the reader is."""
    style = "SHORT_" if is_short else ""
    local = timezone.localtime(moment, ZoneInfo(place.time_zone) if place else None)
    if local.time() == time.min:
        return date_format((local - timedelta(seconds=1)).date(), f"{style}DATE_FORMAT")
    return date_format(local, f"{style}DATETIME_FORMAT")
