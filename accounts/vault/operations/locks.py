"""The locks a look at a secret takes, in this order: the person, the wish, the secret."""

from accounts.people.models import Employee
from accounts.register.permissions import works_here
from accounts.vault.models import Credential, Reveal
from accounts.vault.rules import NoAccess


def require_still_here(person: Employee) -> None:
    """Under the lock that a departure takes first: who saw something is on its list, and who left sees
    nothing more, not even what they are changing."""
    if not works_here(Employee.objects.held().get(pk=person.pk)):
        raise NoAccess


def locked_credential(credential: Credential) -> Credential:
    locked = Credential.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("account__platform", "account__owner", "account__deputy").get(
        pk=credential.pk
    )


def locked_with_version(reveal: Reveal) -> Credential:
    """What was joined to the reveal may be older than a lock that was waited for."""
    credential = locked_credential(reveal.version.credential)
    reveal.version.refresh_from_db(fields=["state"])
    return credential


def locked_reveal(reveal: Reveal) -> Reveal:
    locked = Reveal.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("version__credential__account", "person", "glass").get(pk=reveal.pk)
