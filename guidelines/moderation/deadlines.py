"""When something is due: in working days where somebody works, at the end of the day there."""

from datetime import date, datetime, timedelta

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


def kept_until(moment: datetime, days: int) -> date:
    """The day on which what is over at `moment` is deleted."""
    return (moment + timedelta(days=days)).date()
