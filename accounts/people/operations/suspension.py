"""Closing somebody's sign-in without anything else happening to them: it can be taken back without loss."""

from django.utils import timezone

from accounts.people.choices import EMPLOYED
from accounts.people.models import Employee
from accounts.people.operations.lifecycle import change_locked
from accounts.people.operations.roles import require_another_admin
from accounts.people.operations.sign_in import end_sessions
from portal.audit.trail import operation, record


@operation
def suspend_sign_in(*, person: Employee, by: Employee | None) -> Employee:
    """Sign-in, sessions and open invitations end now; duties, roles and grants stay.

    Raises `LastSystemAdmin`.
    """
    require_another_admin(person)
    person = change_locked(person, *EMPLOYED, by=by)
    person.suspended_at = timezone.now()
    person.save(update_fields=["suspended_at"])
    person.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    end_sessions(person)
    record("person.suspended", by=by, obj=person)
    return person


@operation
def restore_sign_in(*, person: Employee, by: Employee | None) -> Employee:
    """Let somebody in again who was suspended; sessions from before stay dead."""
    person = change_locked(person, *EMPLOYED, by=by)
    if person.suspended_at is None:
        return person
    person.suspended_at = None
    person.save(update_fields=["suspended_at"])
    record("person.restored", by=by, obj=person)
    return person
