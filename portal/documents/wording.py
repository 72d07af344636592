"""Days, moments and languages as a certificate words them, in the active language. Pure."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _


def day(value: date) -> str:
    return date_format(value, "DATE_FORMAT")


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def local_moment(moment: datetime, zone: str) -> str:
    """Local time to the second with the zone and its offset at that moment."""
    there = moment.astimezone(ZoneInfo(zone))
    return _("%(day)s, %(time)s (%(zone)s, UTC%(offset)s)") % {
        "day": day(there.date()),
        "time": there.strftime("%H:%M:%S"),
        "zone": zone,
        "offset": _offset(there),
    }


def minute_and_zone(moment: datetime) -> str:
    """To the minute in the active time zone, with the zone's name and its offset at that moment."""
    there = timezone.localtime(moment)
    return _("%(time)s (%(zone)s, UTC%(offset)s)") % {
        "time": date_format(there, "SHORT_DATETIME_FORMAT"),
        "zone": timezone.get_current_timezone_name(),
        "offset": _offset(there),
    }


def utc_moment(moment: datetime) -> str:
    """ISO 8601 to the second, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def language_name(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def _offset(there: datetime) -> str:
    offset = there.strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"
