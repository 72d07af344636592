"""Mails about signing in. Their links are made when the mail is sent and are stored nowhere."""

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.people.models import Employee, Invitation
from portal.mail.operations import Recipient, send
from portal.mail.registry import facts

INVITATION = "people.invitation"
PASSWORD_RESET = "people.password_reset"  # noqa: S105  the name of a mail


def recipient(person: Employee) -> Recipient:
    return Recipient(ref=person.ref, address=person.email, language=person.language, name=person.name)


def send_invitation(invitation: Invitation) -> None:
    person = invitation.employee
    context = {"invitation": str(invitation.ref), "valid_days": settings.INVITATION_VALID_DAYS}
    send(INVITATION, to=recipient(person), context=context, key=f"invitation:{invitation.ref}")


def send_password_reset(person: Employee, *, key: str) -> None:
    send(
        PASSWORD_RESET, to=recipient(person), context={"person": str(person.ref)}, key=f"password-reset:{key}"
    )


@facts(INVITATION)
def invitation_link(context: Mapping[str, Any]) -> dict[str, str]:
    from accounts.people.operations.invitations import token_of

    path = reverse("people:invitation-accept", args=[token_of(context["invitation"])])
    return {"link": f"{settings.PORTAL_BASE_URL}{path}"}


@facts(PASSWORD_RESET)
def password_reset_link(context: Mapping[str, Any]) -> dict[str, str]:
    person = Employee.objects.get(ref=context["person"])
    token = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), token])
    return {"link": f"{settings.PORTAL_BASE_URL}{path}"}
