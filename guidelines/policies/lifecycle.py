"""What happens to people, as far as their requests are concerned (P1)."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.choices import LifecycleEvent
from accounts.people.models import Audience, Employee
from accounts.people.registry import Only
from guidelines.policies.choices import Cause
from guidelines.policies.models import AcknowledgementRequest, Policy
from guidelines.policies.operations.asking import ask_again, follow_audience, repause
from portal.setbased import update_from


def audience_changed(audience: Audience, only: Only) -> None:
    """Requests follow the audience, for one person, for some or for all."""
    follow_audience(audience=audience, only=only)


def something_happened(person: Employee, event: LifecycleEvent) -> None:
    """Deadlines wait for whoever is away; lists show people where they work now."""
    react = _reactions().get(event)
    if react is not None:
        react(person)


def something_happened_to_many(people: QuerySet[Employee], event: LifecycleEvent) -> None:
    """The same for many people at once: set-based where an import can cause it."""
    if event == LifecycleEvent.MOVED:
        _follow_many(people)
    elif event == LifecycleEvent.CAME_BACK:
        _ask_returners(people)
    elif event in _reactions():
        for person in people.select_related("location").iterator(chunk_size=1000):
            something_happened(person, event)


def _reactions() -> dict[LifecycleEvent, Callable[[Employee], None]]:
    return {
        LifecycleEvent.MOVED: _follow,
        LifecycleEvent.WENT_ON_LEAVE: _pause,
        LifecycleEvent.RETURNED: _resume,
        LifecycleEvent.ABSENCE_RECORDED: _reschedule,
        LifecycleEvent.CAME_BACK: _ask_returners,
    }


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


def _ask_returners(people: Only) -> None:
    for policy in Policy.objects.in_force().order_by("pk"):
        ask_again(policy=policy, only=people, cause=Cause.RETURN)


def _follow_many(people: QuerySet[Employee]) -> None:
    moved = AcknowledgementRequest.objects.open().filter(employee__in=people.values("pk"))
    update_from(
        AcknowledgementRequest,
        moved,
        {place: F(f"employee__{place}") for place in ("department", "entity", "location")},
        key="pk",
    )


def _open(person: Employee) -> QuerySet[AcknowledgementRequest]:
    return AcknowledgementRequest.objects.open().of(person).select_related("location", "employee")
