"""What happens to people, as far as their requests are concerned (P1)."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.choices import LifecycleEvent
from accounts.people.models import Audience, Employee
from guidelines.policies.choices import Cause
from guidelines.policies.models import AcknowledgementRequest, Policy
from guidelines.policies.operations.asking import ask_again, recompute_requests, repause


def audience_changed(audience: Audience, only: Employee | None) -> None:
    """Requests follow the audience, for one person or for all."""
    for policy in Policy.objects.in_force().filter(audience=audience).order_by("pk"):
        recompute_requests(policy=policy, only=only)


def something_happened(person: Employee, event: LifecycleEvent) -> None:
    """Deadlines wait for whoever is away; lists show people where they work now."""
    react = {
        LifecycleEvent.MOVED: _follow,
        LifecycleEvent.WENT_ON_LEAVE: _pause,
        LifecycleEvent.RETURNED: _resume,
        LifecycleEvent.ABSENCE_RECORDED: _reschedule,
        LifecycleEvent.CAME_BACK: _ask_returner,
    }.get(event)
    if react is not None:
        react(person)


def _follow(person: Employee) -> None:
    _open(person).update(department=person.department, entity=person.entity, location=person.location)


def _pause(person: Employee) -> None:
    today = local_day(timezone.now(), person.location)
    _open(person).filter(paused_on=None).update(paused_on=today)


def _resume(person: Employee) -> None:
    today = local_day(timezone.now(), person.location)
    for request in _open(person).exclude(paused_on=None):
        away = timedelta(days=(today - request.paused_on).days)
        request.base_due_on = request.base_due_on and request.base_due_on + away
        request.paused_on = None
        repause(request)
        request.save(update_fields=["base_due_on", "due_on", "paused_on"])


def _reschedule(person: Employee) -> None:
    for request in _open(person).exclude(base_due_on=None):
        repause(request)
        request.save(update_fields=["due_on"])


def _ask_returner(person: Employee) -> None:
    for policy in Policy.objects.in_force().order_by("pk"):
        ask_again(policy=policy, person=person, cause=Cause.RETURN)


def _open(person: Employee) -> QuerySet[AcknowledgementRequest]:
    return AcknowledgementRequest.objects.open().of(person).select_related("location", "employee")
