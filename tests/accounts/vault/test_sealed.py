"""V4, V5: what was replaced, swapped, cut or put back is not shown."""

import pytest

from accounts.vault import opening
from accounts.vault.choices import CredentialKind, VersionState
from accounts.vault.models import CredentialVersion
from accounts.vault.operations import (
    Secret,
    ask_to_see,
    draw_ticket,
    put_in_force,
    show,
    stage_version,
)
from accounts.vault.rules import (
    NotInForce,
    Tampered,
)
from portal.mail.models import Message
from tests.factories.people import EmployeeFactory
from tests.factories.vault import (
    SESSION,
    access_to,
    credential,
    looked,
    renewed,
    seen,
    shared_account,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    return shared_account(cast)


@pytest.fixture
def login(cast, account):
    return credential(account, by=cast.anton, login="kanal@hafenlicht.example")


@pytest.fixture
def grant(cast, account):
    """Ben works on it; Ada approved."""
    return access_to(account, to=cast.ben, by=cast.ada)


def test_a_version_replaced_between_ticket_and_use_is_not_opened(cast, login, grant):
    """V4"""
    reveal = ask_to_see(credential=login, reason="x", by=cast.ben)
    ticket = draw_ticket(reveal=reveal, session_key=SESSION, by=cast.ben)
    put_in_force(
        version=stage_version(credential=login, secret=Secret("new-one"), by=cast.anton), by=cast.anton
    )
    with pytest.raises(NotInForce):
        show(reveal=reveal, token=ticket.token, session_key=SESSION, by=cast.ben)
    assert seen(login, by=cast.ben).text == "new-one"


@pytest.mark.parametrize("what", ["swapped", "cut", "bit", "format", "empty"])
def test_what_was_tampered_with_is_not_shown(cast, account, login, grant, what):
    """V5"""
    other = credential(account, by=cast.anton, kind=CredentialKind.API_TOKEN, text="token")
    version = login.in_force
    sealed = bytes(version.sealed)
    wrong = {
        "swapped": bytes(other.in_force.sealed),
        "cut": sealed[:-1],
        "bit": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "format": b"\x09" + sealed[1:],
        "empty": b"",
    }[what]
    CredentialVersion.objects.filter(pk=version.pk).update(sealed=wrong)
    reveal = ask_to_see(credential=login, reason="x", by=cast.ben)
    _ = EmployeeFactory(roles=["security-officer"])
    with pytest.raises(Tampered):
        looked(reveal, by=cast.ben)
    assert Message.objects.filter(kind="vault.tampered").count() >= 2


def test_an_older_value_put_back_is_noticed(cast, login, grant):
    """V5: the rows of the old version, brought back as they were, do not fit the trail."""
    old = CredentialVersion.objects.get()
    kept = bytes(old.sealed), old.key_id
    put_in_force(
        version=stage_version(credential=login, secret=Secret("new-one"), by=cast.anton), by=cast.anton
    )
    CredentialVersion.objects.exclude(pk=old.pk).update(state=VersionState.RETIRED)
    CredentialVersion.objects.filter(pk=old.pk).update(
        state=VersionState.LIVE, sealed=kept[0], key_id=kept[1], retired_at=None
    )
    with pytest.raises(Tampered):
        ask_to_see(credential=login, reason="x", by=cast.ben)


def test_an_older_ciphertext_in_the_new_row_is_noticed(cast, login, grant):
    """V5"""
    old = bytes(CredentialVersion.objects.get().sealed)
    new = renewed(login, by=cast.anton)
    CredentialVersion.objects.filter(pk=new.pk).update(sealed=old)
    with pytest.raises(Tampered):
        seen(login, by=cast.ben)


def test_nothing_but_the_vault_opens_credentials():
    """V3: the module that opens is imported by this room alone."""
    from pathlib import Path

    root = Path(opening.__file__).parents[2]
    found = [
        path.relative_to(root)
        for folder in ("portal", "accounts", "guidelines", "training", "reports")
        for path in (root / folder).rglob("*.py")
        if "vault.opening" in path.read_text(encoding="utf-8") and path.parts[-2:] != ("vault", "opening.py")
    ]
    assert {str(path.parent) for path in found} <= {"accounts/vault", "accounts/vault/operations"}
