"""The daily mail of a large company: due letters written in slices, against one person at a time.

Run on PostgreSQL, from the root of the project:
    TEST_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench python bench/digest.py
"""

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
os.environ.setdefault("PORTAL_LOG_LEVEL", "WARNING")

import django

django.setup()

from django.db import connection, transaction
from django.utils import timezone

from accounts.people.models import Department, Employee, Location
from accounts.people.operations import define_audience
from bench.database import fresh_database
from bench.release import fill, timed
from portal.jobs.models import Job
from portal.mail.models import Message
from reports.reminders.news import Today, is_time_to_write
from reports.reminders.operations import SLICE, due_for_digest, write_digests
from tests.factories.policies import release

HOUR = timedelta(hours=1)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--due", type=int, default=20_000)
    options.add_argument("--sample", type=int, default=400, help="people whose letters are compared")
    chosen = options.parse_args()
    fresh_database()
    ask(chosen.people, chosen.due)
    moment = next_working_hour()
    alone, in_slices = compared(moment, chosen.sample)
    asking = timed(lambda: list(due(moment)))
    everybody = timed(lambda: write_all(moment))
    letters = Message.objects.of_kind("reminders.daily").count()
    print(f"{connection.vendor}, {chosen.people} people, {letters} daily mails, {Job.objects.count()} jobs")
    print(f"who is due                {asking:8.2f} s")
    print(f"all the rest, one worker  {everybody:8.2f} s")
    print(f"one at a time             {1000 * alone / chosen.sample:8.2f} ms a person (from {chosen.sample})")
    print(f"in slices of {SLICE}          {1000 * in_slices / chosen.sample:8.2f} ms a person")
    print(f"ratio bulk : one by one    1 : {alone / in_slices:.1f}")


def ask(people: int, due: int) -> None:
    """Everybody works here; the first `due` of them are asked to confirm a guideline."""
    editor, approver = fill(people)
    asked = Department.objects.get().add_child(name="Asked")
    chosen = Employee.objects.order_by("pk").values("pk")[:due]
    Employee.objects.filter(pk__in=chosen).update(department=asked)
    define_audience(slug="everyone", name="Everyone", clauses=[{"department": asked}], by=None)
    release(editor=editor, approver=approver)
    with connection.cursor() as cursor:  # what autovacuum does in a database that lives
        cursor.execute("ANALYZE")


def next_working_hour() -> datetime:
    """The first hour from now in which a mail may be written everywhere."""
    moment, places = timezone.now(), list(Location.objects.all())
    while not all(is_time_to_write(moment, place) for place in places):
        moment += HOUR
    return moment


def due(moment: datetime) -> Iterator[tuple[Location, list[int]]]:
    for location in Location.objects.order_by("pk"):
        people = due_for_digest(location, Today.at(moment, location))
        yield location, list(people.values_list("pk", flat=True))


def compared(moment: datetime, sample: int) -> tuple[float, float]:
    """Seconds for `sample` people each: one transaction per person, and in slices."""
    location, people = next(found for found in due(moment) if len(found[1]) >= 2 * sample)
    first, second = people[:sample], people[sample : 2 * sample]
    alone = timed(lambda: write(location, first, moment, slice_of=1))
    return alone, timed(lambda: write(location, second, moment, slice_of=SLICE))


def write_all(moment: datetime) -> None:
    """What the duty does, without the hours at which it rests."""
    for location, people in due(moment):
        write(location, people, moment, slice_of=SLICE)


def write(location: Location, people: list[int], moment: datetime, *, slice_of: int) -> None:
    for start in range(0, len(people), slice_of):
        with transaction.atomic():
            write_digests(people=people[start : start + slice_of], location=location, moment=moment)


if __name__ == "__main__":
    main()
