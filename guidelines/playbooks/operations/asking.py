"""Asking by mail whether an entry is still right, and taking the answer."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.people.models import Employee
from guidelines.editions.models import Work
from guidelines.playbooks.emails import ask, tell_keepers
from guidelines.playbooks.judging import look_again
from guidelines.playbooks.models import Contact, RoleHolder
from guidelines.playbooks.permissions import require_keeper
from guidelines.playbooks.rules import NothingSaid
from guidelines.playbooks.tokens import CONTACT, PERSON, Subject, asked
from portal.audit.trail import operation, record

OBJECTION_MAX = 1000


@operation
def ask_whoever_is_due(*, now: datetime) -> int:
    """Ask everybody whose entry nobody has confirmed lately, remind those who have not answered; how many."""
    done = 0
    for subject in _subjects(Contact.objects.filter(_due(now)), RoleHolder.objects.filter(_due(now))):
        _ask(subject, now, is_reminder=any(_waits(row, now) for row in subject.rows))
        done += 1
    return done


@operation(refused="playbook.refused")
def ask_now(*, work: Work, by: Employee) -> int:
    """Ask everybody behind one playbook, whoever has not been asked today; how many."""
    require_keeper(by)
    now = timezone.now()
    today = Q(asked_at=None) | Q(asked_at__lt=now - timedelta(days=1))
    subjects = list(
        _subjects(Contact.objects.filter(today, work=work), RoleHolder.objects.filter(today, work=work))
    )
    for subject in subjects:
        _ask(subject, now, is_reminder=False)
    record("playbook.asked", by=by, obj=work, details={"playbook": work.slug, "count": len(subjects)})
    return len(subjects)


@operation
def confirm_entry(*, subject: Subject) -> None:
    """Whoever was asked says that it is still right. Saying it twice changes nothing but the day."""
    by = Employee.objects.filter(ref=subject.ref).first() if subject.kind == PERSON else None
    facts = {"confirmed_at": timezone.now(), "objection": "", "reminders": 0}
    _rows(subject).update(**facts, **({"confirmed_by": None} if subject.kind == CONTACT else {}))
    for row in subject.rows:
        record("playbook.entry_confirmed", by=by, obj=row, details={"playbook": row.work.slug})
    _look_again(subject)


@operation
def object_to_entry(*, subject: Subject, text: str) -> None:
    """Whoever was asked says that something has changed: the keepers are told. Raises `NothingSaid`."""
    text = text.strip()[:OBJECTION_MAX]
    if not text:
        raise NothingSaid
    by = Employee.objects.filter(ref=subject.ref).first() if subject.kind == PERSON else None
    _rows(subject).update(objection=text, reminders=0)
    for row in subject.rows:
        record("playbook.entry_objected", by=by, obj=row, details={"playbook": row.work.slug})
    tell_keepers(subject, timezone.now())
    _look_again(subject)


def _rows(subject: Subject) -> QuerySet[Any]:
    model = Contact if subject.kind == CONTACT else RoleHolder
    return model.objects.filter(pk__in=[row.pk for row in subject.rows])


def _look_again(subject: Subject) -> None:
    for work in {row.work_id: row.work for row in subject.rows}.values():
        look_again(work)


def _due(now: datetime) -> Q:
    """Not confirmed lately and not asked lately, or asked and silent for a while."""
    every = now - timedelta(days=settings.CONTACT_CHECK_EVERY_DAYS)
    silent = now - timedelta(days=settings.CONTACT_REMINDER_AFTER_DAYS)
    old = Q(confirmed_at=None) | Q(confirmed_at__lt=every)
    anew = Q(asked_at=None) | Q(asked_at__lt=every)
    remind = Q(asked_at__lt=silent, reminders__lt=settings.CONTACT_REMINDERS_MAX)
    return Q(objection="", work__retired_at=None, work__current__isnull=False) & old & (anew | remind)


def _waits(row: Contact | RoleHolder, now: datetime) -> bool:
    every = now - timedelta(days=settings.CONTACT_CHECK_EVERY_DAYS)
    return row.asked_at is not None and row.asked_at >= every


def _subjects(contacts: Iterable[Contact], holders: Iterable[RoleHolder]) -> Iterable[Subject]:
    """Each address once, each person once."""
    addresses = {contact.email.lower(): contact for contact in contacts if contact.email}
    for contact in addresses.values():
        if subject := asked(CONTACT, contact.ref):
            yield subject
    people = Employee.objects.filter(pk__in={holder.person_id for holder in holders})
    for person in people:
        subject = asked(PERSON, person.ref)
        if subject and subject.rows:
            yield subject


def _ask(subject: Subject, now: datetime, *, is_reminder: bool) -> None:
    """A reminder moves `asked_at` on, too: the next one comes as much later."""
    reminders = max(row.reminders for row in subject.rows) + 1 if is_reminder else 0
    _rows(subject).update(asked_at=now, reminders=reminders)
    ask(subject, now)
