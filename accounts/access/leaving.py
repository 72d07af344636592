"""What a departure means: every room says what ends with a person and what is to be done, and then does it.

The forecast and the run ask the same parts, so that the dry run promises what the run keeps.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from accounts.access.choices import PLATFORM_SIDE, LeaverKind
from accounts.access.models import AccessGrant, AccessRequest, PrivateAccountConsent
from accounts.people.models import Employee
from accounts.register.models import CorporateAccount, ToolConnection


@dataclass(frozen=True)
class Line:
    """One consequence. `account` is the account's public id, `what` a short fact for people."""

    kind: LeaverKind
    account: str
    what: str

    def as_json(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


Forecast = Callable[[Employee], Iterable[Line]]
CarryOut = Callable[[Employee], None]
_parts: list[tuple[Forecast, CarryOut | None]] = []


def leaver_part(forecast: Forecast, carry_out: CarryOut | None = None) -> None:
    """Have a room say what a departure means to it, and do it, in the transaction of the run."""
    _parts.append((forecast, carry_out))


def forecast(person: Employee) -> list[Line]:
    """The dry run: everything that would happen now, nothing of it done."""
    return [line for told, _done in _parts for line in told(person)]


def carry_out_parts(person: Employee) -> None:
    for _told, done in _parts:
        if done is not None:
            done(person)


def access_that_ends(person: Employee) -> Iterable[Line]:
    for request in AccessRequest.objects.undecided().of(person).select_related("account__platform"):
        yield _line(LeaverKind.REQUEST, request.account)
    for consent in PrivateAccountConsent.objects.filter(person=person, ended_at=None):
        yield _line(LeaverKind.CONSENT, consent.route.account)
    for grant in AccessGrant.objects.running().of(person).with_parts().order_by("pk"):
        yield _line(LeaverKind.GRANT, grant.account, str(grant.route.kind))
        if grant.route.kind in PLATFORM_SIDE:
            yield _line(LeaverKind.REMOVAL, grant.account, str(grant.route.kind))


def what_stands_on(person: Employee) -> Iterable[Line]:
    """Of the register: tools that die with the login, and accounts that need somebody else (R3)."""
    for connection in ToolConnection.objects.dying_with(person).select_related("account__platform"):
        yield _line(LeaverKind.CONNECTION, connection.account, connection.tool)
    in_use = CorporateAccount.objects.open_to_staff().select_related("platform").order_by("pk")
    for account in in_use.answered_for_by(person):
        yield _line(LeaverKind.HAND_OVER, account)
    for account in in_use.filter(custodian=person):
        yield _line(LeaverKind.CUSTODY, account)


def _line(kind: LeaverKind, account: CorporateAccount, what: str = "") -> Line:
    return Line(kind, str(account.ref), what or account.handle)
