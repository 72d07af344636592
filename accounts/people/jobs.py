"""What the clock wakes for people."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from accounts.people.operations.lifecycle import leave
from accounts.people.operations.roles import LastSystemAdmin
from portal.jobs.registry import every
from portal.jobs.running import Run

SLICE = 1000


@every(hours=1, kind="people.leave_due", title=_("Carrying out planned leavings"))
def let_leavers_go(run: Run) -> dict[str, int]:
    """Carry out planned leavings once the last day is over where the person works."""
    tomorrow = timezone.now().date() + timedelta(days=1)
    due = (
        Employee.objects.employed()
        .filter(Q(leaves_on__lt=tomorrow))
        .select_related("location")
        .order_by("pk")
    )
    gone, refused = 0, 0
    for person in list(due):
        run.progress(gone, 0)
        if person.leaves_on >= local_day(timezone.now(), person.location):
            continue
        try:
            leave(person=person, on=person.leaves_on, by=None)
            gone += 1
        except LastSystemAdmin:
            refused += 1
    return {"left": gone, "refused": refused}


@every(daily_at="03:50", kind="people.tidy_sessions", title=_("Deleting ended sessions"))
def tidy_sessions(run: Run) -> dict[str, int]:
    """Delete sessions whose time is over, and places in "my sessions" that lead to none."""
    over = Session.objects.filter(expire_date__lt=timezone.now())
    removed = _remove(run, over, 0)
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    return {"removed": _remove(run, UserSession.objects.filter(~Exists(there)), removed)}


def _remove(run: Run, rows: QuerySet, removed: int) -> int:
    while keys := list(rows.values_list("pk", flat=True)[:SLICE]):
        with run.step(removed, 0):
            rows.model._default_manager.filter(pk__in=keys).delete()
        removed += len(keys)
    return removed
