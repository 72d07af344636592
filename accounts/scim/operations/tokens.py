"""Tokens by which a directory is let in."""

import hashlib
import secrets
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.calendar import end_of_day
from accounts.people.models import Employee, Entity, Location
from accounts.people.permissions import can_manage_organisation
from accounts.scim.models import ScimToken
from portal.audit.rules import NotPermitted, RuleBroken
from portal.audit.trail import operation, record

PREFIX = "lp_scim_"
NOTED_EVERY = timedelta(minutes=1)


class TokenRevoked(RuleBroken):
    message = _("This token has already been revoked.")


@operation
def make_token(
    *, name: str, entity: Entity, location: Location, last_day: date, by: Employee
) -> tuple[ScimToken, str]:
    """Make a token that is valid up to the end of `last_day`.

    Returns it with its secret, which is shown once and stored nowhere. Raises `NotPermitted`.
    """
    if not can_manage_organisation(by):
        raise NotPermitted
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ScimToken.objects.create(
        name=name,
        token_hash=hash_of(secret),
        entity=entity,
        location=location,
        made_by=by,
        expires_at=end_of_day(last_day, location),
    )
    record("scim.token_made", by=by, obj=token)
    return token, secret


@operation
def revoke_token(*, token: ScimToken, by: Employee) -> None:
    """Let the directory in no longer. Raises `NotPermitted`, `TokenRevoked`."""
    if not can_manage_organisation(by):
        raise NotPermitted
    token = ScimToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at:
        raise TokenRevoked
    token.revoked_at, token.revoked_by = timezone.now(), by
    token.save(update_fields=["revoked_at", "revoked_by"])
    record("scim.token_revoked", by=by, obj=token)


@operation
def note_refused_token(*, token: ScimToken | None) -> None:
    """Somebody came with a token that is unknown, expired or revoked."""
    record("scim.refused", obj=token)


def note_use(token: ScimToken) -> None:
    """Remember when the token was last used, to the minute."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        ScimToken.objects.filter(pk=token.pk).update(last_used_at=now)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
