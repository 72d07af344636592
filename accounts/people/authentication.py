"""How and when somebody proved who they are in this session."""

import time
from typing import Any

from allauth.account.internal.flows.login import clear_authentication_records, get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Employee
from accounts.people.registry import further_proofs

UNKNOWN = "session"
DEMO = "demo"
SSO = "sso"
KIOSK = "kiosk"
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


def was_attested(request: HttpRequest, person: Employee) -> bool:
    """Whether `person`, who is about to be signed in, used two factors at the company's provider."""
    records = get_authentication_records(request, person)
    return any(record.get("method") == SSO and _is_second_factor(record) for record in records)


def is_at_kiosk(request: HttpRequest) -> bool:
    """Whether this session was opened by a code of the HR desk at a shared device (K8)."""
    return any(record.get("method") == KIOSK for record in _records(request))


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


def ways_to_prove(person: Employee) -> list[dict[str, Any]]:
    """What this person can show once more, the best first, as allauth lists it (id, description, url).

    Whoever has a second factor shows that one: a password alone would prove less than the sign-in did.
    """
    types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    ways = []
    if Authenticator.Type.WEBAUTHN in types:
        ways.append(
            _way("mfa_reauthenticate:webauthn", "mfa_reauthenticate_webauthn", _("Passkey or security key"))
        )
    if types & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}:
        has_app = Authenticator.Type.TOTP in types
        codes = _("Code of an app, or a recovery code") if has_app else _("Recovery code")
        ways.append(_way("mfa_reauthenticate", "mfa_reauthenticate", codes))
    if not types.intersection(SECOND_FACTORS) and person.has_usable_password():
        ways.append(_way("reauthenticate", "account_reauthenticate", _("Password")))
    return ways + further_proofs(person)


def _way(name: str, url_name: str, description: Any) -> dict[str, Any]:
    return {"id": name, "description": description, "url": reverse(url_name)}


def can_prove_again(person: Employee) -> bool:
    """Whether there is anything this person could show: a password, a factor, a company sign-in."""
    return bool(ways_to_prove(person))


def proved_recently(request: HttpRequest) -> bool:
    """Whether the person showed a password, factor or company sign-in within the last minutes.

    `ACCOUNT_REAUTHENTICATION_TIMEOUT` says how many seconds. Whoever has a second factor must have shown one,
    here or at the company's provider. allauth says yes for people who have nothing to show; here the answer
    for them is no.
    """
    if not request.user.is_authenticated:
        return False
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    recent = [record for record in _records(request) if record.get("at", 0) > since]
    if any(_is_second_factor(record) for record in recent):
        return True
    by_one_factor = any(record.get("method") in ("password", SSO) for record in recent)
    return by_one_factor and not has_second_factor(request.user)


def _is_second_factor(record: dict) -> bool:
    if record.get("method") == DEMO:
        return settings.PORTAL_DEMO
    if record.get("method") == SSO:
        return bool(record.get("second_factor"))
    return record.get("method") == "mfa"


def _records(request: HttpRequest) -> list[dict]:
    return get_authentication_records(request, request.user)
