"""What the clock wakes for people."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.calendar import local_day
from accounts.people.models import Employee
from accounts.people.operations.lifecycle import leave
from accounts.people.operations.roles import LastSystemAdmin
from portal.jobs.registry import every
from portal.jobs.running import Run


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
