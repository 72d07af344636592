"""Who knows what: what a person takes along when they leave, and who that left still knows something.

Somebody knows a version whom it was shown, who got codes for it, or who made it. It stays exposed until a
newer version is in force (V9).
"""

from dataclasses import dataclass

from accounts.access.models import AccessGrant
from accounts.people.models import Employee
from accounts.register.choices import RouteKind
from accounts.register.models import CorporateAccount
from accounts.vault.models import Credential, CredentialVersion


@dataclass(frozen=True)
class Exposed:
    """One account, and the versions in force of it that somebody knows."""

    account: CorporateAccount
    versions: tuple[CredentialVersion, ...]


def exposed_by(person: Employee) -> list[Exposed]:
    """What has to be changed because of `person`, by account."""
    versions = CredentialVersion.objects.exposed_by(person).without_secret()
    found: dict[int, list[CredentialVersion]] = {}
    for version in versions.select_related("credential__account__platform").order_by("credential", "pk"):
        found.setdefault(version.credential.account_id, []).append(version)
    return [Exposed(versions[0].credential.account, tuple(versions)) for versions in found.values()]


def held_but_never_opened(person: Employee) -> list[CorporateAccount]:
    """Accounts with secrets that `person` had access to by the shared login and knows nothing of."""
    exposed = [one.account.pk for one in exposed_by(person)]
    held = AccessGrant.objects.of(person).filter(route__kind__in=(RouteKind.SHARED, RouteKind.TOKEN))
    accounts = CorporateAccount.objects.filter(
        pk__in=held.values("account"), credentials__in=Credential.objects.kept()
    )
    return list(accounts.exclude(pk__in=exposed).select_related("platform").distinct().order_by("pk"))
