"""Local days: when a day ends where somebody works, and whether it is a working day there."""

import functools
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

import holidays


class Place(Protocol):
    """What the calendar needs to know of a location."""

    country: str
    subdivision: str
    time_zone: str


def end_of_day(day: date, place: Place) -> datetime:
    """The moment, in UTC, at which `day` is over at `place`."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(place.time_zone))
    return midnight.astimezone(UTC)


def local_day(moment: datetime, place: Place) -> date:
    """Which day it is at `place` at `moment`."""
    return moment.astimezone(ZoneInfo(place.time_zone)).date()


def is_working_day(day: date, place: Place) -> bool:
    """Neither weekend nor public holiday at `place`."""
    calendar = _holidays(place.country, place.subdivision or None)
    if calendar is None:
        return day.weekday() < 5
    return calendar.is_working_day(day)


def next_working_day(day: date, place: Place) -> date:
    """`day` itself, or the first working day after it: nothing falls due on a day off."""
    while not is_working_day(day, place):
        day += timedelta(days=1)
    return day


def known_subdivision(country: str, subdivision: str) -> bool:
    """Whether public holidays are known for the place; countries without a calendar take no subdivision."""
    supported = holidays.list_supported_countries(include_aliases=False)
    return subdivision == "" or subdivision in supported.get(country, [])


def known_time_zone(name: str) -> bool:
    return name in _time_zones()


@functools.cache
def _time_zones() -> frozenset[str]:
    """Looked up once: it means opening some six hundred files."""
    return frozenset(available_timezones())


@functools.lru_cache(maxsize=1)
def time_zone_choices() -> list[tuple[str, str]]:
    """Every place-named zone, for a form; abbreviations and offsets are left out."""
    names = (
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(names))]


@functools.lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str | None) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        return None
