from typing import Any

from accounts.vault.choices import RING
from accounts.vault.models import CredentialVersion, RecoveryCode
from portal.keys.management.commands.keys import Command as KeysCommand


class Command(KeysCommand):
    """The key ceremony of the vault, whose ring is its own: its keys can be changed, and can fail, alone."""

    called, ring_name = "vault_keys", RING
    help = "Shows and changes the keys of the vault: status, add, rewrap, retire (docs/operations/keys.md)."

    def _status(self, options: dict[str, Any]) -> None:
        super()._status(options)
        versions = CredentialVersion.objects.exclude(key_id="").count()
        codes = RecoveryCode.objects.exclude(key_id="").count()
        self.stdout.write(f"in the vault: {versions} secrets and {codes} recovery codes")
