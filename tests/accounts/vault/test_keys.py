"""The keys of the vault: outside the database, changed without a gap, and missed without a crash."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.vault.choices import CredentialKind
from accounts.vault.models import CredentialVersion, RecoveryCode
from accounts.vault.opening import place_of
from accounts.vault.rules import KeysUnavailable
from portal.keys import ring as rings
from portal.keys.envelope import open_bytes
from portal.keys.operations import KeyStillNeeded, add_ring_key, retire_key, rewrap_all
from tests.factories.people import signed_in
from tests.factories.vault import PASSWORD, access_to, credential, seen, shared_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(settings, tmp_path):
    """A ring of this test's own."""
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    rings._load.cache_clear()
    yield Path(settings.PORTAL_KEYS_DIR)
    rings._load.cache_clear()


def mark_of(key_id):
    return f"{key_id}:{rings.ring('vault').print_of(key_id)}"


def marks_in(model):
    return set(model.objects.exclude(key_id="").values_list("key_id", flat=True))


@pytest.fixture
def login(keys, cast):
    account = shared_account(cast)
    access_to(account, to=cast.ben, by=cast.ada)
    return credential(account, by=cast.anton)


def test_the_database_alone_opens_nothing(keys, cast, login, tmp_path):
    """V8: with another ring, and with the right rows, nothing opens; with the keys put back, everything."""
    aside, own = tmp_path / "aside", keys / "vault"
    shutil.move(own, aside)
    rings._load.cache_clear()
    with pytest.raises(KeysUnavailable):
        seen(login, by=cast.ben)
    assert not own.exists(), "a ring that is needed is not made anew"
    rings.create_ring(own)
    with pytest.raises(KeysUnavailable):
        seen(login, by=cast.ben)
    opened = login.in_force
    with pytest.raises(InvalidTag):
        open_bytes(bytes(opened.sealed), context=place_of(opened).context, keys=rings.ring("vault"))
    shutil.rmtree(own)
    shutil.move(aside, own)
    rings._load.cache_clear()
    assert seen(login, by=cast.ben).text == PASSWORD


@pytest.mark.parametrize("how", ["mode", "missing", "cut"])
def test_keys_that_cannot_be_used_stop_the_vault_and_nothing_else(keys, cast, login, client, how):
    """V8: the page says what to do, and everything else works."""
    (path,) = (keys / "vault").glob("kek-*.key")
    if how == "mode":
        path.chmod(0o644)
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path.unlink()
    rings._load.cache_clear()
    with pytest.raises(KeysUnavailable):
        seen(login, by=cast.ben)
    with pytest.raises(KeysUnavailable):
        credential(login.account, by=cast.anton, label="second")
    browser = signed_in(client, cast.ben)
    assert browser.get(reverse("access:channel-list")).status_code == 200
    assert browser.get(reverse("register:account-show", args=[login.account.ref])).status_code == 200


def test_the_ceremony_changes_the_key_under_everything(keys, cast, login):
    codes = credential(login.account, by=cast.anton, kind=CredentialKind.RECOVERY_CODES, codes=("a-1", "b-2"))
    new = add_ring_key(ring_name="vault")
    assert marks_in(CredentialVersion) == {mark_of("0001")}
    with pytest.raises(KeyStillNeeded):
        retire_key(key_id="0001", ring_name="vault")
    rewrap_all(ring_name="vault")
    assert marks_in(CredentialVersion) == {mark_of(new)}
    assert marks_in(RecoveryCode) == {mark_of(new)}
    retire_key(key_id="0001", ring_name="vault")
    assert seen(login, by=cast.ben).text == PASSWORD
    assert seen(codes, by=cast.ben).text == "a-1"


def test_a_ceremony_that_was_cut_goes_on_where_it_stood(keys, cast, login):
    for number in range(5):
        credential(login.account, by=cast.anton, label=f"s{number}")
    new = add_ring_key(ring_name="vault")
    from accounts.vault.operations.keys import rewrap_version

    for pk in CredentialVersion.objects.values_list("pk", flat=True)[:3]:
        rewrap_version(pk)
    done = []

    def step(at, total):
        from django.db import transaction

        done.append(total)
        return transaction.atomic()

    rewrap_all(step, ring_name="vault")
    assert set(CredentialVersion.objects.values_list("key_id", flat=True)) == {mark_of(new)}
    assert done[0] < CredentialVersion.objects.count() + 1000


@pytest.mark.parametrize("act", ["status", "add", "rewrap"])
def test_the_command_makes_no_ring_beside_values_that_need_another(keys, cast, login, act):
    """V8"""
    shutil.move(keys / "vault", keys / "aside")
    rings._load.cache_clear()
    with pytest.raises(CommandError, match="is gone"):
        call_command("vault_keys", act)
    assert not (keys / "vault").exists()


def test_the_command_tells_how_things_stand(keys, cast, login):
    out = StringIO()
    call_command("vault_keys", "status", stdout=out)
    assert "1 secrets and 0 recovery codes" in out.getvalue()
    assert "credentials" in out.getvalue()
