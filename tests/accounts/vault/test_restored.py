"""V8: a backup of the data holds no key and no secret; with the backup of the keys it opens everything."""

import os
import shutil
import subprocess
import sys

import pytest

from accounts.vault.choices import CredentialKind
from portal.keys import ring as rings
from portal.keys.operations import add_ring_key
from portal.upkeep.backups import back_up
from tests.factories.people import Cast
from tests.factories.vault import PASSWORD, SEED, credential, renewed, shared_account
from tests.portal.upkeep.test_backups import elsewhere, manage, new_database  # noqa: F401  # fixtures
from tests.whole_house.source import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
CODES = ("canary-code-1", "canary-code-2")

# In the restored installation: what opens, as the product opens it.
OPEN_ALL = """
import django; django.setup()
from accounts.vault.models import CredentialVersion, RecoveryCode
from accounts.vault.opening import open_sealed, place_of, place_of_code
from accounts.vault.rules import KeysUnavailable, Tampered
def tried(row, place):
    try: return open_sealed(row.sealed, place, row.key_id)
    except (KeysUnavailable, Tampered) as refusal: return "closed: " + type(refusal).__name__
for row in CredentialVersion.objects.exclude(key_id="").select_related("credential__account"):
    print(tried(row, place_of(row)))
for row in RecoveryCode.objects.exclude(key_id="").select_related("version__credential__account"):
    print(tried(row, place_of_code(row)))
"""


@pytest.fixture
def made(transactional_db, settings, tmp_path):
    """A vault with a second key on its ring, values under both, and its backup in two folders."""
    settings.PORTAL_KEYS_DIR = str(tmp_path / "own" / "keys")
    cast = Cast()
    account = shared_account(cast)
    login = credential(account, by=cast.anton)
    credential(account, by=cast.anton, kind=CredentialKind.TOTP, text=SEED)
    add_ring_key(ring_name="vault")
    renewed(login, by=cast.anton)
    credential(account, by=cast.anton, kind=CredentialKind.RECOVERY_CODES, codes=CODES)
    back_up(folder=tmp_path / "data", keys=tmp_path / "keys")
    yield tmp_path
    rings._load.cache_clear()


def opens(env: dict[str, str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", OPEN_ALL],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return sorted(line for line in done.stdout.splitlines() if line)


def test_the_keys_are_nowhere_in_the_data_and_the_secrets_nowhere_at_all(made):
    """V8"""
    secrets = [path.read_bytes() for path in (made / "own" / "keys" / "vault").glob("kek-*.key")]
    assert len(secrets) == 2
    secrets += [text.encode() for text in (PASSWORD, SEED, *CODES)]
    for path in (path for half in ("data", "keys") for path in (made / half).rglob("*") if path.is_file()):
        held = path.read_bytes()
        mine = secrets[2:] if path.is_relative_to(made / "keys") else secrets
        assert not [secret for secret in mine if secret in held], path


def test_database_and_keys_open_everything(made, elsewhere):  # noqa: F811
    """V8: both halves put back, the vault's ring with both of its keys among them."""
    restored = manage(elsewhere, "restore", str(made / "data"), "--keys", str(made / "keys"))
    assert restored.returncode == 0, restored.stderr
    assert opens(elsewhere) == sorted([PASSWORD, "new-one", SEED, *CODES])


def test_without_the_vaults_keys_nothing_opens_and_the_rest_works(made, elsewhere):  # noqa: F811
    """V8: the portal's own keys are back, the vault's are not; the commands say what to put back."""
    assert manage(elsewhere, "restore", str(made / "data"), "--keys", str(made / "keys")).returncode == 0
    shutil.rmtree(made / "new" / "keys" / "vault")
    assert opens(elsewhere) == ["closed: KeysUnavailable"] * 5
    assert not (made / "new" / "keys" / "vault").exists(), "looking made a new ring"
    status = manage(elsewhere, "vault_keys", "status")
    assert status.returncode != 0
    assert "backup" in status.stderr
    assert manage(elsewhere, "verify_audit").returncode == 0


def test_with_the_vaults_keys_of_another_portal_nothing_opens(made, elsewhere):  # noqa: F811
    """V8"""
    assert manage(elsewhere, "restore", str(made / "data"), "--keys", str(made / "keys")).returncode == 0
    for path in (made / "new" / "keys" / "vault").glob("kek-*.key"):
        path.write_bytes(os.urandom(32))
    assert {line.partition(":")[0] for line in opens(elsewhere)} == {"closed"}


def test_a_restore_without_any_keys_stops_before_it_begins(made, elsewhere):  # noqa: F811
    """V8: it says so, instead of making a ring that fits nothing and calling the trail broken."""
    refused = manage(elsewhere, "restore", str(made / "data"))
    assert refused.returncode != 0
    assert "--keys" in refused.stderr
    assert not (made / "new" / "files").exists()
    assert manage(elsewhere, "restore", str(made / "data"), "--keys", str(made / "keys")).returncode == 0
