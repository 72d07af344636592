"""What the card of an account says of the vault: that something is kept, who may open it, what to change."""

from django.utils import timezone

from accounts.people.models import Employee
from accounts.register.models import CorporateAccount
from accounts.register.registry import CardPart
from accounts.vault.choices import CredentialKind
from accounts.vault.models import Credential, Rotation
from accounts.vault.permissions import (
    can_break_glass,
    can_rotate,
    can_see_vault,
    can_store,
    is_rotator,
    usable_grant,
)


def of_account(account: CorporateAccount, person: Employee) -> CardPart | None:
    """Nothing for whom the vault of this account does not concern."""
    if not can_see_vault(person, account):
        return None
    kept = list(Credential.objects.of_account(account).with_newest())
    rotation = Rotation.objects.unfinished().filter(account=account).first()
    return CardPart(
        "vault/card.html",
        {
            "account": account,
            "rows": [_row(credential, person) for credential in kept],
            "rotation": rotation,
            "may_store": can_store(person, account),
            "may_rotate": can_rotate(person, account),
            "vault_address": account.vault_address,
        },
    )


def _row(credential: Credential, person: Employee) -> dict[str, object]:
    now = timezone.now()
    held = credential.is_exclusive and credential.held_until and credential.held_until > now
    secret = credential.kind != CredentialKind.HARDWARE_KEY
    may_open = secret and (usable_grant(person, credential) is not None or is_rotator(person, credential))
    return {
        "credential": credential,
        "is_held": bool(held),
        "is_mine": bool(held) and credential.held_by_id == person.pk,
        "may_open": may_open,
        "may_break": secret and not may_open and can_break_glass(person, credential.account),
        "codes_left": credential.codes_left if credential.kind == CredentialKind.RECOVERY_CODES else None,
    }
