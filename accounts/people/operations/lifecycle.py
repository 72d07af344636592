"""What happens to people. Each event recomputes duties (P1) and is told to the higher rooms."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import EMPLOYED, LifecycleEvent, Status
from accounts.people.models import Absence, Employee
from accounts.people.operations.audiences import refresh_audiences
from accounts.people.operations.roles import drop_roles, require_another_admin
from accounts.people.operations.sign_in import end_sessions
from accounts.people.permissions import can_manage_person
from accounts.people.registry import tell_lifecycle
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record

MOVABLE = frozenset({"department", "location", "entity", "manager", "deputy", "employment", "sponsor"})


class NotInThisStatus(RuleBroken):
    message = _("This does not fit the person's status. Please reload the page.")


@operation
def hire(*, by: Employee | None, status: Status = Status.INVITED, **facts: Any) -> Employee:
    """Put a new person on record; they take up their sign-in through an invitation."""
    person = Employee(status=status, **facts)
    _require(by, person)
    person.set_unusable_password()
    person.save()
    _let_find(person)
    _happened(person, LifecycleEvent.JOINED, by)
    return person


@operation
def move(*, person: Employee, by: Employee | None, **facts: Any) -> Employee:
    """Change where somebody works or to whom they report."""
    unknown = set(facts) - MOVABLE
    if unknown:
        raise TypeError(f"move() does not change {sorted(unknown)}")
    person = change_locked(person, by=by)
    for name, value in facts.items():
        setattr(person, name, value)
    _require(by, person)
    person.save(update_fields=list(facts))
    _happened(person, LifecycleEvent.MOVED, by)
    return person


@operation
def leave(*, person: Employee, on: date, by: Employee | None) -> Employee:
    """End the employment: sign-in and sessions die at once, evidence stays (P2). Raises `LastSystemAdmin`."""
    require_another_admin(person)
    person = change_locked(person, *EMPLOYED, by=by)
    person.status, person.left_on, person.suspended_at = Status.LEFT, on, None
    person.save(update_fields=["status", "left_on", "suspended_at"])
    person.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    end_sessions(person)
    _happened(person, LifecycleEvent.LEFT, by)
    return person


@operation
def bring_back(*, person: Employee, by: Employee | None) -> Employee:
    """Somebody who left works here again: the same person, the same history, none of their roles."""
    person = change_locked(person, Status.LEFT, by=by)
    person.status, person.left_on, person.leaves_on = Status.INVITED, None, None
    person.set_unusable_password()
    person.save(update_fields=["status", "left_on", "leaves_on", "password"])
    end_sessions(person)
    drop_roles(person=person, by=by)
    _happened(person, LifecycleEvent.CAME_BACK, by)
    return person


@operation
def send_on_leave(*, person: Employee, by: Employee | None) -> Employee:
    """Pause deadlines until the person returns."""
    person = change_locked(person, Status.ACTIVE, by=by)
    return _change_status(person, Status.ON_LEAVE, LifecycleEvent.WENT_ON_LEAVE, by)


@operation
def return_from_leave(*, person: Employee, by: Employee | None) -> Employee:
    person = change_locked(person, Status.ON_LEAVE, by=by)
    return _change_status(person, Status.ACTIVE, LifecycleEvent.RETURNED, by)


@operation
def record_absence(*, person: Employee, first_day: date, last_day: date, by: Employee | None) -> Absence:
    """Note days away; deadlines pause meanwhile."""
    _require(by, person)
    absence = Absence.objects.create(employee=person, first_day=first_day, last_day=last_day)
    record("person.absence_recorded", by=by, obj=person)
    tell_lifecycle(person, LifecycleEvent.ABSENCE_RECORDED)
    return absence


def keep_sign_in_address(person: Employee) -> None:
    """Let allauth find the person by their work e-mail, which HR vouches for."""
    EmailAddress.objects.filter(user=person).delete()
    _let_find(person)


def _let_find(person: Employee) -> None:
    if person.email:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def _change_status(person: Employee, status: Status, event: LifecycleEvent, by: Employee | None) -> Employee:
    person.status = status
    person.save(update_fields=["status"])
    end_sessions(person)
    _happened(person, event, by)
    return person


def _happened(person: Employee, event: LifecycleEvent, by: Employee | None) -> None:
    record(f"person.{event}", by=by, obj=person)
    refresh_audiences(why=event, only=person)
    tell_lifecycle(person, event)


def change_locked(person: Employee, *allowed: Status, by: Employee | None) -> Employee:
    """The person as stored now, locked. Raises `NotPermitted`, `NotInThisStatus`."""
    people = Employee.objects.held().select_related("department")
    person = people.get(pk=person.pk)
    _require(by, person)
    if allowed and person.status not in allowed:
        raise NotInThisStatus
    return person


def _require(by: Employee | None, person: Employee) -> None:
    if by is not None and not can_manage_person(by, person):
        raise NotPermitted
