"""Showing a secret. What is written down comes first: nothing is opened before its row is committed (V1)."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.access.models import AccessGrant
from accounts.people.models import Employee
from accounts.vault import emails
from accounts.vault.choices import IN_FORCE, CredentialKind, RevealState, VersionState
from accounts.vault.models import BreakGlass, Credential, CredentialVersion, RecoveryCode, Reveal
from accounts.vault.opening import open_sealed, place_of, place_of_code, require_key
from accounts.vault.operations.locks import (
    locked_credential,
    locked_reveal,
    locked_with_version,
    require_still_here,
)
from accounts.vault.permissions import can_agree, is_rotator, usable_grant
from accounts.vault.querysets import GOOD_FOR
from accounts.vault.rules import (
    HeldByOther,
    NeedsSecondPerson,
    NoAccess,
    NoCodesLeft,
    NotASecondPerson,
    NotASecret,
    NothingStored,
    NotInForce,
    OnlyRotators,
    OnlyTheHolder,
    ReasonRequired,
    Tampered,
    TicketIsOver,
    TooManyReveals,
)
from accounts.vault.totp import Code, Generator, code_at
from portal.audit.models import AuditEvent
from portal.audit.trail import operation, record

TICKET_SECONDS = 60
CODES_LOW = 3


@dataclass(frozen=True)
class Ticket:
    """Good once, for 60 seconds, in one session. `token` exists nowhere but in the page it is given to."""

    reveal: Reveal
    token: str = field(repr=False)


@dataclass(frozen=True)
class Shown:
    """What one response may show. It is never stored, logged or put into a session (V3)."""

    reveal: Reveal
    text: str = field(default="", repr=False)
    code: Code | None = field(default=None, repr=False)
    codes_left: int | None = None


@operation(refused="secret.refused")
def ask_to_see(
    *, credential: Credential, reason: str, by: Employee, glass: BreakGlass | None = None
) -> Reveal:
    """Say what for. Where a second person has to agree, it waits for them.

    Raises `NoAccess`, `ReasonRequired`, `TooManyReveals`, `NotInForce`, `HeldByOther`, `OnlyTheHolder`.
    """
    if not reason.strip():
        raise ReasonRequired
    credential = locked_credential(credential)
    if credential.kind == CredentialKind.HARDWARE_KEY:
        raise NotASecret
    version = _in_force(credential)
    grant = _leave_to_open(credential, version, by, glass)
    _require_few(by)
    waits = credential.four_eyes and glass is None
    reveal = Reveal.objects.create(
        version=version,
        person=by,
        grant=grant,
        glass=glass,
        reason=reason.strip()[:500],
        state=RevealState.REQUESTED if waits else RevealState.AGREED,
        requested_at=timezone.now(),
    )
    record("secret.asked", by=by, obj=credential, details={"number": version.number})
    if waits:
        emails.ask_second_person(reveal)
    return reveal


@operation(refused="secret.refused")
def agree(*, reveal: Reveal, by: Employee) -> Reveal:
    """Be the second person. Raises `NotASecondPerson`, `TicketIsOver` if it lapsed meanwhile."""
    reveal = locked_reveal(reveal)
    if not can_agree(by, reveal):
        raise NotASecondPerson
    if reveal.state != RevealState.REQUESTED:
        raise TicketIsOver
    reveal.state, reveal.agreed_by, reveal.agreed_at = RevealState.AGREED, by, timezone.now()
    reveal.save(update_fields=["state", "agreed_by", "agreed_at"])
    record("secret.agreed", by=by, on_behalf_of=reveal.person, obj=reveal.version.credential)
    emails.tell_agreed(reveal)
    return reveal


@operation(refused="secret.refused")
def refuse(*, reveal: Reveal, by: Employee) -> Reveal:
    """Say no as the second person."""
    reveal = locked_reveal(reveal)
    if not can_agree(by, reveal):
        raise NotASecondPerson
    if reveal.state != RevealState.REQUESTED:
        raise TicketIsOver
    reveal.state = RevealState.REFUSED
    reveal.save(update_fields=["state"])
    record("secret.declined", by=by, on_behalf_of=reveal.person, obj=reveal.version.credential)
    return reveal


@operation(refused="secret.refused")
def draw_ticket(*, reveal: Reveal, session_key: str, by: Employee) -> Ticket:
    """A ticket for this person, this session and this version (V2); an older one of the same wish is void."""
    reveal = locked_reveal(reveal)
    if reveal.person_id != by.pk or reveal.state not in (RevealState.AGREED, RevealState.TICKET):
        raise NeedsSecondPerson if reveal.state == RevealState.REQUESTED else TicketIsOver
    if (reveal.agreed_at or reveal.requested_at) <= timezone.now() - GOOD_FOR:
        raise TicketIsOver
    _leave_to_open(locked_with_version(reveal), reveal.version, by, reveal.glass)
    token = secrets.token_urlsafe(32)
    reveal.state = RevealState.TICKET
    reveal.ticket_hash, reveal.session_hash = _hash(token), _hash(session_key)
    reveal.ticket_until = timezone.now() + timedelta(seconds=TICKET_SECONDS)
    reveal.save(update_fields=["state", "ticket_hash", "session_hash", "ticket_until"])
    return Ticket(reveal, token)


def show(*, reveal: Reveal, token: str, session_key: str, by: Employee) -> Shown:
    """Use the ticket: first the row that says so is committed (V1), then the secret is opened.

    Raises what `_use_ticket` raises, `Tampered` (V5) and `KeysUnavailable` (V8).
    """
    try:
        used, code = _use_ticket(reveal=reveal, token=token, session_key=session_key, by=by)
        return _open(used, code)
    except Tampered:
        _raise_alarm(reveal=reveal)
        raise


@operation(refused="secret.refused")
def _use_ticket(
    *, reveal: Reveal, token: str, session_key: str, by: Employee
) -> tuple[Reveal, RecoveryCode | None]:
    """V2: everything is looked at again, under locks. Raises `TicketIsOver`, `NoAccess`, `NotInForce` …"""
    require_still_here(by)
    reveal = locked_reveal(reveal)
    is_theirs = reveal.person_id == by.pk and reveal.state == RevealState.TICKET
    fits = hmac.compare_digest(reveal.ticket_hash, _hash(token))
    same_session = hmac.compare_digest(reveal.session_hash, _hash(session_key))
    in_time = reveal.ticket_until is not None and timezone.now() < reveal.ticket_until
    if not (is_theirs and fits and same_session and in_time):
        raise TicketIsOver
    credential = locked_with_version(reveal)
    reveal.grant = _leave_to_open(credential, reveal.version, by, reveal.glass)
    if credential.kind != CredentialKind.RECOVERY_CODES:
        require_key(reveal.version.key_id)
    reveal.state, reveal.shown_at = RevealState.SHOWN, timezone.now()
    reveal.ticket_hash = reveal.session_hash = ""
    reveal.save()
    if credential.is_exclusive:
        _check_out(credential, by)
    code = _burn_code(reveal, by) if credential.kind == CredentialKind.RECOVERY_CODES else None
    details = {"number": reveal.version.number, "kind": credential.kind}
    record("secret.shown", by=by, obj=credential, details=details)
    return reveal, code


def _open(reveal: Reveal, code: RecoveryCode | None) -> Shown:
    version = reveal.version
    if code is not None:
        left = version.codes.left().count()
        return Shown(reveal, text=open_sealed(code.sealed, place_of_code(code), code.key_id), codes_left=left)
    text = open_sealed(version.sealed, place_of(version), version.key_id)
    if version.credential.kind == CredentialKind.TOTP:
        generator = Generator(text, version.algorithm, version.digits or 6, version.period or 30)
        return Shown(reveal, code=code_at(generator, timezone.now().timestamp()))
    return Shown(reveal, text=text)


def _leave_to_open(
    credential: Credential, version: CredentialVersion, by: Employee, glass: BreakGlass | None
) -> AccessGrant | None:
    """By what `by` may open it now: access to the account, the change they have taken over, or emergency."""
    _require_in_force(credential, version)
    if is_rotator(by, credential):
        return None
    if version.state == VersionState.SUSPECT:
        raise OnlyRotators
    if glass is not None:
        if glass.person_id != by.pk or glass.credential_id != credential.pk:
            raise NoAccess
        return None
    grant = usable_grant(by, credential, lock=True)
    if grant is None:
        raise NoAccess
    if credential.holder_id not in (None, by.pk):
        raise OnlyTheHolder
    held = credential.held_until is not None and credential.held_until > timezone.now()
    if credential.is_exclusive and held and credential.held_by_id != by.pk:
        raise HeldByOther
    return grant


def _require_in_force(credential: Credential, version: CredentialVersion) -> None:
    """V4, V5: in force by its own state and by the trail, which no row that was put back can change."""
    if version.state not in IN_FORCE:
        raise NotInForce
    events = AuditEvent.objects.filter(object_id=str(credential.ref), verb="credential.live")
    newest = events.order_by("-seq").first()
    if newest is None or newest.details.get("number") != version.number:
        raise Tampered


def _in_force(credential: Credential) -> CredentialVersion:
    version = credential.versions.in_force().first()
    if version is None:
        raise NothingStored
    return version


def _require_few(person: Employee) -> None:
    since = timezone.now() - timedelta(hours=1)
    if Reveal.objects.by_since(person, since).count() >= settings.VAULT_REVEALS_PER_HOUR:
        raise TooManyReveals


def _check_out(credential: Credential, by: Employee) -> None:
    credential.held_by = by
    credential.held_until = timezone.now() + timedelta(hours=settings.VAULT_CHECK_OUT_HOURS)
    credential.save(update_fields=["held_by", "held_until"])
    record("credential.checked_out", by=by, obj=credential)


def _burn_code(reveal: Reveal, by: Employee) -> RecoveryCode:
    """A recovery code is used up by being shown: nobody knows afterwards whether it was typed in."""
    codes = reveal.version.codes.left().select_for_update(of=("self",), no_key=True)
    code = codes.select_related("version__credential__account").first()
    if code is None:
        raise NoCodesLeft
    # Without its key it would be used up and seen by nobody.
    require_key(code.key_id)
    code.burnt_by, code.burnt_at = by, timezone.now()
    code.save(update_fields=["burnt_by", "burnt_at"])
    left = reveal.version.codes.left().count()
    if left <= CODES_LOW:
        emails.warn_of_few_codes(reveal.version.credential, left)
    return code


@operation
def _raise_alarm(*, reveal: Reveal) -> None:
    record("secret.tampered", by=reveal.person, obj=reveal.version.credential)
    emails.warn_of_tampering(reveal.version.credential)


@operation
def lapse_reveals() -> int:
    """Tickets whose time is over, and wishes nobody agreed with; they are over without this, too."""
    return Reveal.objects.lapsed_by(timezone.now()).update(
        state=RevealState.LAPSED, ticket_hash="", session_hash=""
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
