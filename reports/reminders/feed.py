"""A person's due dates as an iCalendar file (RFC 5545, RFC 7986)."""

from datetime import UTC, date, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vText

from accounts.people.calendar import Place, is_working_day
from accounts.people.models import Employee
from accounts.people.registry import Duty, duties_of
from reports.reminders.models import FeedEntry

REFRESH = timedelta(hours=12)
ALARM_HOUR = 9
PRODUCT = "-//Leitplanke//Reminders//EN"


def calendar_of(person: Employee) -> bytes:
    """What `person` owes, in the active language; offers are left out, for they have no due date (K5)."""
    duties = [duty for duty in duties_of(person) if duty.required and duty.due_on]
    entries = _remember(person, duties)
    calendar = Calendar()
    for name, value in _frame(person).items():
        calendar.add(name, value)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for duty in duties:
        if not duty.paused:
            calendar.add_component(_event(duty, entries[duty.key], person))
    return calendar.to_ical()


def alarm_before(due_on: date, place: Place) -> timedelta:
    """From the start of the due day back to nine o'clock of the working day before it."""
    day = due_on - timedelta(days=1)
    while not is_working_day(day, place):
        day -= timedelta(days=1)
    return timedelta(hours=ALARM_HOUR) - timedelta(days=(due_on - day).days)


def _frame(person: Employee) -> dict[str, str]:
    name = _("%(site)s: my due dates") % {"site": settings.PORTAL_SITE_NAME}
    return {
        "prodid": PRODUCT,
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "name": name,
        "x-wr-calname": name,
        "x-wr-timezone": person.zone,
    }


def _event(duty: Duty, entry: FeedEntry, person: Employee) -> Event:
    url = f"{settings.PORTAL_BASE_URL.rstrip('/')}{duty.url}"
    event = Event()
    event.add("uid", f"{duty.key}@{_host()}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + timedelta(days=1))
    event.add("summary", _("Due: %(title)s") % {"title": duty.title})
    event.add("description", f"{duty.action}: {url}")
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add_component(_alarm(duty, person))
    return event


def _alarm(duty: Duty, person: Employee) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", vText(duty.title))
    alarm.add("trigger", alarm_before(duty.due_on, person.location))
    return alarm


def _host() -> str:
    return settings.PORTAL_BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0]


def _remember(person: Employee, duties: list[Duty]) -> dict[str, FeedEntry]:
    """What the calendar is told now, by duty; a moved due date raises its sequence. Writes only changes."""
    now = timezone.now()
    known = {entry.key: entry for entry in person.feed_entries.all()}
    wanted = {duty.key: duty.due_on for duty in duties}
    new = [key for key in wanted if key not in known]
    moved = [key for key, due_on in wanted.items() if key in known and known[key].due_on != due_on]
    FeedEntry.objects.bulk_create(
        [FeedEntry(employee=person, key=key, due_on=wanted[key], changed_at=now) for key in new],
        ignore_conflicts=True,
    )
    for key in moved:
        FeedEntry.objects.filter(pk=known[key].pk, sequence=known[key].sequence).update(
            due_on=wanted[key], sequence=F("sequence") + 1, changed_at=now
        )
    person.feed_entries.filter(key__in=known.keys() - wanted.keys()).delete()
    if not (new or moved):
        return known
    return {entry.key: entry for entry in person.feed_entries.all()}
