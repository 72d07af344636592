"""Secrets of corporate accounts, made by the product's own operations."""

from typing import Any

from accounts.access.models import AccessGrant
from accounts.people.models import Employee
from accounts.register.choices import RouteKind
from accounts.register.models import CorporateAccount
from accounts.vault.choices import CredentialKind
from accounts.vault.models import Credential, CredentialVersion, Reveal
from accounts.vault.operations import (
    Secret,
    add_credential,
    ask_to_see,
    draw_ticket,
    put_in_force,
    show,
    stage_version,
)
from accounts.vault.operations.reveals import Shown
from tests.factories.access import granted
from tests.factories.people import Cast
from tests.factories.register import route, sound_account

PASSWORD = "harbour-light-7-Canary"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SESSION = "session-of-the-test"


def shared_account(cast: Cast, **facts: Any) -> CorporateAccount:
    """A live account that is worked on by a shared login."""
    made = sound_account(cast, **facts)
    route(made, RouteKind.SHARED, by=cast.anton)
    return made


def credential(
    of: CorporateAccount,
    *,
    by: Employee,
    kind: str = CredentialKind.PASSWORD,
    text: str = PASSWORD,
    codes: tuple[str, ...] = (),
    **facts: Any,
) -> Credential:
    """Something kept of the account, in force at once."""
    secret = None if kind == CredentialKind.HARDWARE_KEY else Secret(text=text, codes=codes)
    made = Credential(account=of, kind=kind, **{"label": str(CredentialKind(kind).label), **facts})
    return add_credential(credential=made, secret=secret, by=by)


def access_to(of: CorporateAccount, *, to: Employee, by: Employee) -> AccessGrant:
    return granted(of.routes.get(kind=RouteKind.SHARED), to=to, by=by)


def seen(what: Credential, *, by: Employee) -> Shown:
    """Ask, draw the ticket, and look."""
    reveal = ask_to_see(credential=what, reason="Posting", by=by)
    return looked(reveal, by=by)


def looked(reveal: Reveal, *, by: Employee, session: str = SESSION) -> Shown:
    ticket = draw_ticket(reveal=reveal, session_key=session, by=by)
    return show(reveal=reveal, token=ticket.token, session_key=session, by=by)


def renewed(what: Credential, *, by: Employee, text: str = "new-one") -> CredentialVersion:
    """A new value, in force at once."""
    version = stage_version(credential=what, secret=Secret(text=text), by=by)
    return put_in_force(version=version, by=by)
