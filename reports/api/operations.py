"""Tokens by which systems read, and what they read."""

import hashlib
import secrets
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from accounts.people.calendar import local_day
from accounts.people.models import Department, Employee, Entity
from portal.audit.rules import NotPermitted
from portal.audit.trail import many, operation, record
from reports.api.choices import Scope, Standing
from reports.api.limits import TOKEN_MAX_DAYS
from reports.api.models import ApiToken, TokenDay
from reports.api.parts import parts_of
from reports.api.permissions import can_decide, can_revoke, may_have_tokens
from reports.api.rules import (
    AlreadyRevoked,
    NothingToRead,
    NotWaiting,
    OutsideYourPart,
    SecondPersonNeeded,
    TooLong,
)
from reports.api.standing import standing_of

PREFIX = "lp_"
SECRET_BYTES = 32


@operation(refused="api.refused")
def make_token(
    *,
    name: str,
    scopes: Collection[Scope],
    expires_on: date,
    by: Employee,
    entity: Entity | None = None,
    department: Department | None = None,
) -> tuple[ApiToken, str]:
    """Make a token that works once a second person has confirmed it, up to the end of `expires_on`.

    Returns it with its secret, which is shown once and stored nowhere. Raises `NotPermitted`,
    `OutsideYourPart`, `NothingToRead`, `TooLong`.
    """
    if not may_have_tokens(by):
        raise NotPermitted
    if not any(part.is_of(entity, department) for part in parts_of(by)):
        raise OutsideYourPart
    if not scopes:
        raise NothingToRead
    today = local_day(timezone.now(), by.location)
    if not today <= expires_on <= today + timedelta(days=TOKEN_MAX_DAYS):
        raise TooLong
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        name=name,
        token_hash=hash_of(secret),
        scopes=sorted(scope.value for scope in scopes),
        entity=entity,
        department=department,
        made_by=by,
        expires_on=expires_on,
    )
    record("api.token_made", by=by, obj=token, details=_what(token))
    return token, secret


@operation(refused="api.refused")
def confirm_token(*, token: ApiToken, by: Employee) -> None:
    """Let a token work that somebody else made. Raises `SecondPersonNeeded`, `NotPermitted`, `NotWaiting`."""
    token = _held(token)
    if by.pk == token.made_by_id:
        raise SecondPersonNeeded
    if not can_decide(by, token):
        raise NotPermitted
    if standing_of(token, timezone.now()) != Standing.WAITING:
        raise NotWaiting
    token.confirmed_by, token.confirmed_at = by, timezone.now()
    token.save(update_fields=["confirmed_by", "confirmed_at"])
    record("api.token_confirmed", by=by, on_behalf_of=token.made_by, obj=token, details=_what(token))


@operation(refused="api.refused")
def revoke_token(*, token: ApiToken, by: Employee) -> None:
    """Let nobody in by it any more; of one that waits, this is the "no". Raises `NotPermitted`,
    `AlreadyRevoked`."""
    token = _held(token)
    if not can_revoke(by, token):
        raise NotPermitted
    if token.revoked_at is not None:
        raise AlreadyRevoked
    token.revoked_by, token.revoked_at = by, timezone.now()
    token.save(update_fields=["revoked_by", "revoked_at"])
    record("api.token_revoked", by=by, obj=token)


@operation
def note_call(*, token: ApiToken, scope: Scope, people: Iterable[UUID], rows: int) -> None:
    """One call is one row of the trail: how many rows left, and a digest of whose they are."""
    day = datetime.now(UTC).date()
    TokenDay.objects.bulk_create([TokenDay(token=token, day=day)], ignore_conflicts=True)
    counted = TokenDay.objects.filter(token=token, day=day)
    counted.update(calls=F("calls") + 1, rows=F("rows") + rows)
    details = {"list": scope.value, "shown": rows, **many(set(people))}
    record("api.read", by=token, on_behalf_of=token.made_by, obj=token, details=details)


@operation
def note_refused_token(*, token: ApiToken | None) -> None:
    """Somebody came with a token that is unknown or no longer works."""
    record("api.token_refused", obj=token)


def hash_of(secret: str) -> str:
    """SHA-256: the secret holds 256 random bits, so that a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _held(token: ApiToken) -> ApiToken:
    """As stored now, locked against whoever decides at the same moment."""
    ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    return ApiToken.objects.select_related("made_by__location", "department", "entity").get(pk=token.pk)


def _what(token: ApiToken) -> dict[str, Any]:
    return {"scopes": " · ".join(token.scopes), "within": token.part, "until": token.expires_on.isoformat()}
