"""What the card of an account says of the vault: that something is kept, who may open it, what to change."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.register.registry import CardPart
from accounts.vault.choices import CredentialKind, VersionState
from accounts.vault.models import Credential, Rotation
from accounts.vault.permissions import (
    can_break_glass,
    can_rotate,
    can_see_vault,
    can_store,
    can_suspect,
    kinds_open_to,
)


@dataclass(frozen=True)
class Reader:
    """What one person may do with everything that is kept of one account, looked up once."""

    person: Employee
    opens: frozenset[str]
    rotates: bool
    breaks: bool

    def may_open(self, credential: Credential) -> bool:
        """Whether it is worth asking; the operation decides."""
        if credential.live_state is None:
            return False
        if self.rotates:
            return True
        is_closed = credential.live_state == VersionState.SUSPECT
        is_anothers = credential.holder_id not in (None, self.person.pk)
        return credential.kind in self.opens and not is_closed and not is_anothers


def of_account(account: CorporateAccount, person: Employee) -> CardPart | None:
    """Nothing for whom the vault of this account does not concern."""
    if not can_see_vault(person, account):
        return None
    kept = list(Credential.objects.of_account(account).with_newest())
    rotation = Rotation.objects.unfinished().filter(account=account).first()
    reader = Reader(
        person,
        opens=kinds_open_to(person, account) if kept else frozenset(),
        rotates=rotation is not None and rotation.taken_by_id == person.pk,
        breaks=can_break_glass(person, account),
    )
    return CardPart(
        "vault/card.html",
        {
            "account": account,
            "rows": [_row(credential, reader) for credential in kept],
            "rotation": rotation,
            "may_store": can_store(person, account),
            "may_suspect": bool(kept) and can_suspect(person, account),
            "may_rotate": can_rotate(person, account),
            "vault_address": account.vault_address,
        },
    )


def _row(credential: Credential, reader: Reader) -> dict[str, object]:
    now = timezone.now()
    held = credential.is_exclusive and credential.held_until and credential.held_until > now
    is_mine = bool(held) and credential.held_by_id == reader.person.pk
    secret = credential.kind != CredentialKind.HARDWARE_KEY
    may_open = secret and reader.may_open(credential) and (is_mine or not held or reader.rotates)
    return {
        "credential": credential,
        "is_held": bool(held),
        "is_mine": is_mine,
        "may_open": may_open,
        "may_break": secret and not may_open and reader.breaks and credential.live_state is not None,
        "codes_left": credential.codes_left if credential.kind == CredentialKind.RECOVERY_CODES else None,
    }
