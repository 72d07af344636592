"""Who a directory says is gone. A few leave at once; when there are many, a person looks first."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.choices import Status
from accounts.people.models import Employee
from accounts.people.operations.lifecycle import bring_back, leave
from accounts.people.operations.suspension import restore_sign_in, suspend_sign_in
from accounts.scim.choices import Outcome
from accounts.scim.models import DirectoryLeaving, ScimToken
from accounts.scim.permissions import can_decide_leavings
from portal.audit.rules import NotPermitted
from portal.audit.trail import many, operation, record


@operation
def end_work(*, person: Employee, by: ScimToken) -> None:
    """Sign-in and sessions end now. With many leavers within the hour the rest waits for a person.

    Raises `LastSystemAdmin`.
    """
    told = DirectoryLeaving(employee=person, token=by)
    if DirectoryLeaving.objects.within_the_hour().count() >= settings.SCIM_LEAVERS_AN_HOUR:
        suspend_sign_in(person=person, by=by)  # type: ignore[arg-type]
        record("scim.leaving_waits", by=by, obj=person)
    else:
        leave(person=person, on=_today(person), by=by)  # type: ignore[arg-type]
        told.outcome, told.settled_at = Outcome.LEFT, timezone.now()
    told.save()


@operation
def take_up_work(*, person: Employee, by: ScimToken) -> None:
    """The directory says that somebody works here after all, or again."""
    if person.status == Status.LEFT:
        bring_back(person=person, by=by)  # type: ignore[arg-type]
    else:
        restore_sign_in(person=person, by=by)  # type: ignore[arg-type]
    waiting = DirectoryLeaving.objects.waiting().filter(employee=person)
    waiting.update(outcome=Outcome.TAKEN_BACK, settled_at=timezone.now())


@operation
def let_them_leave(*, leavings: Iterable[DirectoryLeaving], by: Employee) -> int:
    """Carry out waiting leavings. Returns how many; those settled meanwhile are passed over."""
    chosen = _waiting(leavings, by)
    for leaving in chosen:
        leave(person=leaving.employee, on=local_day(leaving.told_at, leaving.employee.location), by=by)
    _settle(chosen, Outcome.LEFT, by)
    return len(chosen)


@operation
def let_them_stay(*, leavings: Iterable[DirectoryLeaving], by: Employee) -> int:
    """It was a mistake: sign-in opens again and nothing is lost. Returns how many."""
    chosen = _waiting(leavings, by)
    for leaving in chosen:
        restore_sign_in(person=leaving.employee, by=by)
    _settle(chosen, Outcome.STAYED, by)
    return len(chosen)


def _waiting(leavings: Iterable[DirectoryLeaving], by: Employee) -> list[DirectoryLeaving]:
    if not can_decide_leavings(by):
        raise NotPermitted
    chosen = DirectoryLeaving.objects.waiting().filter(pk__in=[leaving.pk for leaving in leavings])
    return list(chosen.select_for_update(of=("self",)).select_related("employee__location").order_by("pk"))


def _settle(chosen: list[DirectoryLeaving], outcome: Outcome, by: Employee) -> None:
    if not chosen:
        return
    settled = DirectoryLeaving.objects.filter(pk__in=[leaving.pk for leaving in chosen])
    settled.update(outcome=outcome, decided_by=by, settled_at=timezone.now())
    refs = many(leaving.employee.ref for leaving in chosen)
    record("scim.leavings_decided", by=by, details={"outcome": outcome.value, **refs})


def _today(person: Employee) -> object:
    return local_day(timezone.now(), person.location)
