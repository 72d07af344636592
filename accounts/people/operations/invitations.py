import hashlib
import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.choices import EMPLOYED, LifecycleEvent, Status
from accounts.people.emails import send_invitation
from accounts.people.models import Employee, Invitation
from accounts.people.operations.sign_in import end_sessions
from accounts.people.registry import tell_lifecycle
from portal.audit.rules import RuleBroken
from portal.audit.trail import operation, record


class InvitationInvalid(RuleBroken):
    message = _("This invitation is no longer valid. Please ask HR for a new one.")


class HasLeft(RuleBroken):
    message = _("This person has left. Bring them back first.")


@operation
def invite(*, person: Employee, by: Employee | None) -> str:
    """Make a new invitation, end earlier ones, and mail it to who has an address.

    Returns the token, which is not stored anywhere. Raises `HasLeft`.
    """
    if person.status == Status.LEFT:
        raise HasLeft
    now = timezone.now()
    person.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    ref = uuid.uuid4()
    token = token_of(ref)
    invitation = Invitation.objects.create(
        ref=ref,
        employee=person,
        token_hash=_hash(token),
        invited_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_VALID_DAYS),
    )
    record("person.invited", by=by, obj=person)
    send_invitation(invitation)
    return token


def token_of(ref: uuid.UUID | str) -> str:
    """The token of an invitation: signed, so that the mail can be written later without storing it."""
    return signing.Signer(salt="people.invitation", sep=".").sign(uuid.UUID(str(ref)).hex)


def open_invitation(token: str) -> Invitation:
    """The invitation behind a link. Raises `InvitationInvalid` for a used, ended or invented one."""
    invitation = (
        Invitation.objects.select_related("employee")
        .filter(
            token_hash=_hash(token),
            used_at=None,
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
            employee__status__in=EMPLOYED,
            employee__suspended_at=None,
        )
        .first()
    )
    if invitation is None:
        raise InvitationInvalid
    return invitation


@operation
def accept_invitation(*, token: str, password: str) -> Employee:
    """Set the first password and switch sign-in on. An invitation works once.

    Somebody who is active already has lost their sign-in and gets a new one. Raises `InvitationInvalid`.
    """
    invitation = open_invitation(token)
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=timezone.now())
    if not used:
        raise InvitationInvalid
    person = Employee.objects.held().get(pk=invitation.employee_id)
    was_invited = person.status == Status.INVITED
    if was_invited:
        person.status = Status.ACTIVE
    person.set_password(password)
    person.save(update_fields=["status", "password"])
    end_sessions(person)
    record("person.invitation_accepted", by=person, obj=person)
    if was_invited:
        tell_lifecycle(person, LifecycleEvent.JOINED)
    return person


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
