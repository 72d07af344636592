"""How and when somebody proved who they are in this session."""

import time

from allauth.account.internal.flows.login import clear_authentication_records, get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts.people.models import Employee

UNKNOWN = "session"
DEMO = "demo"
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def how_authenticated(request: HttpRequest) -> str:
    """The ways of this session joined by `+`, for example `password+totp`, `passkey` or `demo`.

    These are the words that evidence carries for years.
    """
    ways: list[str] = []
    for record in _records(request):
        way = way_of(record)
        if way not in ways:
            ways.append(way)
    return "+".join(ways) or UNKNOWN


def way_of(record: dict) -> str:
    """The word for one authentication record of allauth."""
    method = record.get("method", UNKNOWN)
    if method != "mfa":
        return str(method)
    if record.get("passwordless"):
        return "passkey"
    return str(record.get("type", "mfa"))


def used_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor (or a passkey, which is two in one) was used in this session."""
    return any(_is_second_factor(record) for record in _records(request))


def forget_second_factor(request: HttpRequest) -> None:
    """Let the session no longer count as proven by a factor that has been removed."""
    from allauth.account.internal.flows.login import record_authentication

    kept = [record for record in _records(request) if not _is_second_factor(record)]
    clear_authentication_records(request)
    for record in kept:
        facts = {key: value for key, value in record.items() if key not in {"method", "at"}}
        record_authentication(request, request.user, record["method"], **facts)


def has_second_factor(person: Employee) -> bool:
    """Recovery codes alone are none: they stand in for a factor that is lost."""
    return Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists()


def can_prove_again(person: Employee) -> bool:
    """Whether there is anything this person could show: a password, a second factor."""
    return person.has_usable_password() or has_second_factor(person)


def proved_recently(request: HttpRequest) -> bool:
    """Whether the person showed a password or factor within `ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds.

    Whoever has a second factor must have shown that one. allauth says yes for people who have neither; here
    the answer for them is no.
    """
    if not request.user.is_authenticated:
        return False
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    recent = [record for record in _records(request) if record.get("at", 0) > since]
    if any(_is_second_factor(record) for record in recent):
        return True
    by_password = any(record.get("method") == "password" for record in recent)
    return by_password and not has_second_factor(request.user)


def _is_second_factor(record: dict) -> bool:
    if record.get("method") == DEMO:
        return settings.PORTAL_DEMO
    return record.get("method") == "mfa"


def _records(request: HttpRequest) -> list[dict]:
    return get_authentication_records(request, request.user)
