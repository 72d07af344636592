"""How many incidents are open, and what somebody has to do in them: for navigation and home."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from accounts.people.choices import Role
from accounts.people.models import Employee
from accounts.people.permissions import has_role
from accounts.people.registry import Duty
from guidelines.incidents.choices import OPEN, TaskState
from guidelines.incidents.models import Incident, IncidentTask
from guidelines.incidents.permissions import may_enter_some
from guidelines.incidents.rooms import Room

SHOWN_SECONDS = 60


def shown_to(person: Any) -> bool:
    """`may_enter_some`, remembered for a minute: navigation asks on every page, for everybody. Views ask
    the rule itself."""
    if not getattr(person, "is_authenticated", False):
        return False
    if has_role(person, Role.CRISIS_LEAD):
        return True
    return bool(
        cache.get_or_set(f"incidents:shown:{person.pk}", partial(may_enter_some, person), SHOWN_SECONDS)
    )


def open_for(person: Any) -> int:
    """The open incidents whose rooms `person` may enter; one statement."""
    return Incident.objects.visible_to(person).open().count()


def tasks_of(person: Employee) -> Iterator[Duty]:
    """Open tasks that somebody has in incidents, for home and digest; none for people in no incident."""
    if not shown_to(person):
        return
    mine = Q(assignee=person) | Q(
        assignee=None,
        incident__roles__person=person,
        incident__roles__ended_at=None,
        incident__roles__role=F("role"),
    )
    tasks = IncidentTask.objects.filter(mine, state=TaskState.OPEN, incident__status__in=OPEN).distinct()
    now = timezone.now()
    for task in tasks.select_related("incident__edition__work").prefetch_related("incident__edition__texts"):
        line = Room(task.incident, person).line_of(task)
        due = timezone.localtime(task.due_at).date() if task.due_at else None
        yield Duty(
            key=f"incident-task:{task.ref}",
            title=line.title,
            action=pgettext("incident task", "Do it now"),
            url=reverse("incidents:task-show", kwargs={"ref": task.ref}),
            due_on=due,
            overdue=task.due_at is not None and task.due_at < now,
        )
