"""A vault full of values, sealed as the product seals them and written in bulk."""

from django.utils import timezone

from accounts.people.models import Employee
from accounts.vault.choices import VersionState
from accounts.vault.models import Credential, CredentialVersion
from accounts.vault.opening import open_sealed, place_of, seal


def text_of(version: CredentialVersion) -> str:
    """What `replaced_versions` put in."""
    return f"value-{version.credential_id}-{version.number}"


def replaced_versions(of: Credential, count: int, *, by: Employee) -> None:
    """`count` older values of a credential, each sealed still: a ring change has to visit them."""
    first = (of.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    made = []
    for number in range(first, first + count):
        version = CredentialVersion(
            credential=of, number=number, state=VersionState.RETIRED, made_by=by, made_at=timezone.now()
        )
        version.sealed, version.key_id = seal(text_of(version), place_of(version))
        made.append(version)
    CredentialVersion.objects.bulk_create(made, batch_size=500)


def opened(version: CredentialVersion) -> str:
    """What it holds, past every rule: only a test may ask."""
    return open_sealed(version.sealed, place_of(version), version.key_id)
