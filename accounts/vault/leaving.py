"""What a departure means to the vault: what they know is changed; what they never opened is safe."""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.access.choices import LeaverKind
from accounts.access.leaving import Line
from accounts.people.models import Employee
from accounts.vault.choices import IN_FORCE, RotationCause
from accounts.vault.exposure import exposed_by, held_but_never_opened
from accounts.vault.models import Credential, CredentialVersion, Reveal
from accounts.vault.operations.rotations import open_rotations


def what_they_know(person: Employee) -> Iterable[Line]:
    for exposed in exposed_by(person):
        names = ", ".join(version.credential.label for version in exposed.versions)
        yield Line(LeaverKind.ROTATION, str(exposed.account.ref), names)
    for account in held_but_never_opened(person):
        yield Line(LeaverKind.NOT_EXPOSED, str(account.ref), account.handle)
    for credential in Credential.objects.kept().filter(custodian=person).select_related("account"):
        yield Line(LeaverKind.CUSTODY, str(credential.account.ref), credential.label)


def change_what_they_know(person: Employee) -> None:
    """One change per account."""
    open_rotations(exposed=exposed_by(person), cause=RotationCause.LEAVER, by=None)


def who_knows_something() -> QuerySet:
    """Primary keys of everybody who made or saw a version that is in force, or keeps a key."""
    versions = CredentialVersion.objects.filter(state__in=IN_FORCE, credential__retired_at=None)
    makers = versions.values_list("made_by", flat=True)
    seers = Reveal.objects.shown().filter(version__in=versions).values_list("person", flat=True)
    keepers = Credential.objects.kept().exclude(custodian=None).values_list("custodian", flat=True)
    return makers.union(seers, keepers)
