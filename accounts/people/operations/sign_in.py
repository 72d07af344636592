"""What signing in leaves behind: rows of the trail, and sessions that end when something changes."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, login
from django.contrib.sessions.models import Session
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from accounts.people import registry
from accounts.people.authentication import how_authenticated
from accounts.people.choices import LifecycleEvent, Status
from accounts.people.models import Employee
from accounts.people.permissions import can_reset_sign_in
from portal.audit.rules import NotPermitted
from portal.audit.trail import operation, record

AGENT_LONGEST = UserSession._meta.get_field("user_agent").max_length


def end_sessions(person: Employee) -> None:
    """End every session of `person` for good.

    Raising the epoch kills cookies whose row is not known here, and keeps them dead when the person may sign
    in again later; the rows go too, so that "my sessions" tells the truth.
    """
    Employee.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
    known = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(known.values_list("session_key", flat=True))).delete()
    known.delete()


@operation
def end_session(*, session: UserSession, by: Employee) -> None:
    """End one session of `by`; its cookie opens nothing any more. Raises `NotPermitted`."""
    if session.user_id != by.pk:
        raise NotPermitted
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()
    record("person.session_ended", by=by, obj=by)


@operation
def set_own_password(*, person: Employee, password: str) -> None:
    """Set a new password; every session ends, the current one too."""
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person)
    record("person.password_changed", by=person, obj=person)


def take_up_sign_in(person: Employee) -> None:
    """Somebody invited came in by another way than the invitation: it is not needed any more."""
    if person.status != Status.INVITED:
        return
    person.status = Status.ACTIVE
    person.save(update_fields=["status"])
    person.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    registry.tell_lifecycle(person, LifecycleEvent.JOINED)


@operation
def open_session(*, request: HttpRequest, person: Employee, address: str) -> None:
    """Sign `person` in: the session, its place in "my sessions" and the row of the trail in one transaction.

    `address` is that of the browser; whether it is kept is a setting (K10).
    """
    login(request, person)
    agent = request.META.get("HTTP_USER_AGENT", "")[:AGENT_LONGEST]
    key = request.session.session_key
    UserSession.objects.create(user=person, session_key=key, ip=address, user_agent=agent)
    record("person.signed_in", by=person, obj=person, details={"method": how_authenticated(request)[:100]})
    request.session.save()


@operation
def note_refusal(*, method: str, login: str = "", person: Employee | None = None) -> None:
    """A sign-in that failed. An unknown login is not written down: it may be a password."""
    if person is None and login:
        person = Employee.objects.known_as(login).order_by("pk").first()
    record("person.sign_in_refused", obj=person, details={"method": method})


@operation
def note_factor_change(
    *, person: Employee, verb: str, authenticator: Authenticator, request: HttpRequest
) -> None:
    """Write down a changed second factor and end all sessions but the one in which it happened."""
    current = request.session.session_key
    others = UserSession.objects.filter(user=person).exclude(session_key=current)
    Session.objects.filter(session_key__in=list(others.values_list("session_key", flat=True))).delete()
    others.delete()
    Employee.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
    request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    record(verb, by=person, obj=person, details={"type": authenticator.type})


@operation
def reset_sign_in(*, person: Employee, by: Employee) -> None:
    """Remove password and second factors of somebody who lost them; a new invitation lets them in again.

    Raises `NotPermitted`.
    """
    if not can_reset_sign_in(by, person):
        raise NotPermitted
    Authenticator.objects.filter(user=person).delete()
    registry.tell_sign_in_reset(person)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    end_sessions(person)
    record("person.sign_in_reset", by=by, obj=person)
