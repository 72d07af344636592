"""The daily mail, woken every half hour, and the reminders HR asks for."""

from collections.abc import Iterator

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Location
from portal.jobs.choices import Queue
from portal.jobs.operations import enqueue
from portal.jobs.registry import every, handler
from portal.jobs.running import Run
from reports.reminders.models import Letter
from reports.reminders.news import Today, is_time_to_write
from reports.reminders.operations import SLICE, due_for_digest, write_digests, write_letters_by_hand

ROUNDS_PER_JOB = 25


@every(minutes=30, kind="reminders.daily", title=_("Writing the daily mails"))
def write_daily(run: Run) -> dict[str, int]:
    """Write to everybody who has something to hear, wherever the working day has begun (T5)."""
    written = 0
    for location in Location.objects.order_by("pk"):
        run.progress(written, 0)
        for people in _slices(location):
            written += _write(run, people, location, written)
    return {"written": written}


@handler("reminders.by_hand", queue=Queue.MAIL, title=_("Writing the reminders by HR"))
def write_by_hand(run: Run) -> dict[str, int]:
    """Write some of the letters HR asked for; a long list goes on in another job: nothing urgent waits."""
    seen = 0
    for _round in range(ROUNDS_PER_JOB):
        with run.step(seen, 0):
            done = write_letters_by_hand()
        if not done:
            return {"seen": seen}
        seen += done
    if Letter.objects.unwritten().exists():
        enqueue("reminders.by_hand", payload={})
    return {"seen": seen}


def _slices(location: Location) -> Iterator[list[int]]:
    """Who is due at `location`, a few at a time, for as long as it is a time to write there."""
    now = timezone.now()
    if not is_time_to_write(now, location):
        return
    people = list(due_for_digest(location, Today.at(now, location)).values_list("pk", flat=True))
    for start in range(0, len(people), SLICE):
        if is_time_to_write(timezone.now(), location):
            yield people[start : start + SLICE]


def _write(run: Run, people: list[int], location: Location, written: int) -> int:
    """One slice. If another worker was faster with somebody, ask again who is left."""
    try:
        with run.step(written, 0):
            return write_digests(people=people, location=location, moment=timezone.now())
    except IntegrityError:
        with run.step(written, 0):
            return write_digests(people=people, location=location, moment=timezone.now())
