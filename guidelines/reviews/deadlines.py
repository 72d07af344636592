"""By when a review is due: three days after the top levels, five working days after the others."""

from datetime import date, timedelta

from accounts.people.calendar import next_working_day
from accounts.people.models import Location

TOP_LEVEL = 5
CALENDAR_DAYS_AT_THE_TOP = 3
WORKING_DAYS = 5


def review_due(ended_on: date, highest_level: int, location: Location | None) -> date:
    """Days as PagerDuty's published guidelines have them; holidays are those of `location`."""
    if highest_level >= TOP_LEVEL:
        return ended_on + timedelta(days=CALENDAR_DAYS_AT_THE_TOP)
    day = ended_on
    for _ in range(WORKING_DAYS):
        day = next_working_day(day + timedelta(days=1), location)
    return day
