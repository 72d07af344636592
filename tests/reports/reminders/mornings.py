"""A morning at the portal: the clock is set, the duty runs, the mails leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from accounts.people.models import Employee
from portal.jobs.choices import JobState
from portal.jobs.models import Job
from portal.jobs.operations import enqueue
from portal.jobs.running import execute
from reports.reminders.models import Mention

BERLIN = "Europe/Berlin"


def moment(day: str, at: str = "08:00", zone: str = BERLIN) -> datetime:
    """A local moment, in UTC."""
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@contextmanager
def clock(day: str, at: str = "08:00", zone: str = BERLIN) -> Iterator[None]:
    with time_machine.travel(moment(day, at, zone), tick=False):
        yield


def run_job(kind: str) -> Job:
    """Have one job done; it must succeed."""
    job = enqueue(kind, payload={})
    execute(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.READY, (job.state, job.error)
    return job


def daily(day: str, at: str = "08:00", zone: str = BERLIN) -> int:
    """The duty runs at that local moment; how many letters it wrote."""
    with clock(day, at, zone):
        return int(run_job("reminders.daily").result["written"])


def post() -> list[EmailMultiAlternatives]:
    """Send what is queued, each mail at the moment it was queued, and return it."""
    mail.outbox.clear()
    waiting = Job.objects.filter(kind="mail.deliver", state=JobState.QUEUED).order_by("pk")
    for job in waiting:
        with time_machine.travel(job.created_at, tick=False):
            execute(job.pk)
    return [one for one in mail.outbox if "X-Auto-Response-Suppress" in one.extra_headers]


def to(person: Employee) -> list[EmailMultiAlternatives]:
    """The queued mails to `person`."""
    return [one for one in post() if person.email in one.to[0]]


def told(person: Employee, day: str | None = None) -> list[str]:
    """The topics `person` was told, in the order of the letters; of one day, if given."""
    mentions = Mention.objects.filter(letter__employee=person).order_by("letter__day", "pk")
    if day:
        mentions = mentions.filter(letter__day=date.fromisoformat(day))
    return list(mentions.values_list("topic", flat=True))
